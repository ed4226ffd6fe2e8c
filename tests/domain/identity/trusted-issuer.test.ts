import { describe, expect, test } from 'vitest';
import {
  grantsBy,
  isKeyAddress,
  isOnThisMachine,
  issuedRoles,
  type TrustedIssuer,
} from '#domain/identity/trusted-issuer.ts';
import { IssuerId } from '#domain/shared/ids.ts';
import { billing, shipping } from '../../support/queues.ts';
import { noon } from '../../support/tickets.ts';

const acme: TrustedIssuer = {
  id: IssuerId('0199bbbb-0000-7000-8000-000000000001'),
  ...{ name: 'Acme', issuer: 'https://id.acme.example', audience: 'hexdesk' },
  ...{ jwksUrl: 'https://id.acme.example/keys', algorithms: ['ES256'], role: 'customer' },
  claims: { email: 'email', firstName: 'given_name', lastName: 'family_name', externalId: undefined },
  ...{ emailsAreProven: true, queues: [billing.id, shipping.id], longestTokenMinutes: 60, createdAt: noon },
};

describe('a trusted issuer', () => {
  test('makes nobody an admin', () => {
    expect(issuedRoles).toEqual(['customer', 'agent', 'lead']);
  });

  test('makes customers everywhere, and staff in the queues it was given', () => {
    expect(grantsBy(acme)).toEqual([{ role: 'customer', scope: { kind: 'global' } }]);
    const inQueues = [billing.id, shipping.id].map((queue) => ({
      role: 'lead',
      scope: { kind: 'queue', queue },
    }));
    expect(grantsBy({ ...acme, role: 'lead' })).toEqual(expect.arrayContaining(inQueues));
  });

  test.for([
    ['https://id.acme.example/keys', true],
    ['https://localhost/keys', true],
    ['http://localhost:8080/keys', true],
    ['http://127.0.0.1/keys', true],
    ['http://[::1]:8080/keys', true],
    ['http://id.acme.example/keys', false],
    ['http://localhost.acme.example/keys', false],
    ['ftp://localhost/keys', false],
    ['file:///etc/keys', false],
    ['https://user@id.acme.example/keys', false],
    ['https://:secret@id.acme.example/keys', false],
    ['https://id.acme.example/keys#here', false],
    ['https://id.acme.example/keys#', false],
    ['keys', false],
    ['', false],
  ] as const)('may or may not have its keys at %s', ([url, may]) => {
    expect(isKeyAddress(url)).toBe(may);
  });

  test.for([
    ['localhost', true],
    ['127.0.0.1', true],
    ['[::1]', true],
    ['::1', false],
    ['', false],
    ['example.org', false],
  ] as const)('knows this very machine by its names: %s', ([hostname, is]) => {
    expect(isOnThisMachine({ hostname })).toBe(is);
  });
});
