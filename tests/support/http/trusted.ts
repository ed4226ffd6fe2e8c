import type { Container } from 'inversify';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { serviceAddress } from '#domain/identity/email-address.ts';
import type { TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { IssuerId, UserId } from '#domain/shared/ids.ts';
import { noon } from '../tickets.ts';

/** An issuer as an admin would trust it, whom nobody can reach. */
export const trustedAcme: TrustedIssuer = {
  id: IssuerId('01957b3e-9c00-7f70-9a01-2f6c1d7e4a01'),
  name: 'Acme',
  issuer: 'https://id.acme.example',
  audience: 'hexdesk',
  jwksUrl: 'https://id.acme.example/jwks.json',
  algorithms: ['RS256', 'ES256'],
  claims: { email: 'email', firstName: 'given_name', lastName: 'family_name', externalId: undefined },
  role: 'customer',
  emailsAreProven: false,
  queues: [],
  longestTokenMinutes: 60,
  createdAt: noon,
};

const backend = UserId('01957b3e-9c00-7b20-9a01-2f6c1d7e4a51');

/** A program of Acme's. */
export const shopBackend: User = {
  id: backend,
  kind: 'service',
  email: serviceAddress(backend),
  firstName: 'Shop backend',
  lastName: '',
  status: 'active',
  grants: [customerGrant],
  createdAt: noon,
};

/** Makes a desk trust it, and know its program. */
export const trust = (container: Container): Promise<void> =>
  resolve(container, tokens.unitOfWork).run(async (tx) => {
    await tx.issuers.add(trustedAcme);
    await tx.users.add(shopBackend);
  });
