import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vouchedSignIn } from '#application/identity/vouched-sign-in.ts';
import type { Principal } from '#application/ports/principals.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { TrustedIssuer, Vouched } from '#domain/identity/trusted-issuer.ts';
import { minutes } from '#domain/shared/duration.ts';
import { IssuerId } from '#domain/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { engines } from '../support/engines.ts';
import { type IdentityDesk, identityDeskOn } from '../support/identity-desk.ts';
import { address } from '../support/identity-people.ts';
import { noon } from '../support/tickets.ts';

const acme: TrustedIssuer = {
  id: IssuerId('0199bbbb-0000-7000-8000-000000000001'),
  ...{ name: 'Acme', issuer: 'https://id.acme.example', audience: 'hexdesk' },
  ...{ jwksUrl: 'https://id.acme.example/keys', algorithms: ['ES256'], role: 'customer' },
  claims: { email: 'email', firstName: 'given_name', lastName: 'family_name', externalId: 'sub' },
  ...{ emailsAreProven: true, queues: [], longestTokenMinutes: 60, createdAt: noon },
};

let database: TestDatabase;
let desk: IdentityDesk;
beforeAll(async () => {
  const mysql = engines.find(({ name }) => name === 'MySQL');
  if (mysql === undefined) throw new Error('this is about MySQL');
  database = await openTestDatabase(mysql);
  desk = identityDeskOn(database);
  await desk.stores.unitOfWork.run(({ issuers }) => issuers.add(acme));
});
afterAll(() => database.close());

/** A unit of work that lets something else happen once somebody was found to be nobody yet. */
const interrupted = (unitOfWork: UnitOfWork, between: () => Promise<unknown>): UnitOfWork => {
  let isOver = false;
  return {
    run: (work) =>
      unitOfWork.run((tx) =>
        work({
          ...tx,
          issuers: {
            ...tx.issuers,
            identity: async (issuer, subject) => {
              const found = await tx.issuers.identity(issuer, subject);
              if (!isOver) {
                isOver = true;
                await between();
              }
              return found;
            },
          },
        }),
      ),
  };
};

const vouchedAs = (subject: string): Vouched => {
  const at = desk.clock.now();
  return {
    ...{ issuer: acme, subject, issuedAt: at, expiresAt: new Date(at.getTime() + minutes(5)) },
    ...{ email: address('eve@acme.example'), emailIsVerified: true, externalId: 'cust-1' },
    ...{ firstName: 'Eve', lastName: 'Host' },
  };
};

test('somebody new who comes twice at once is let in twice, as one person', async () => {
  const vouched = vouchedAs('eve');
  const signedIn: (Principal | undefined)[] = [];
  // in a transaction of its own, not in the one it comes between
  const outside = AsyncLocalStorage.snapshot();
  const between = async () => signedIn.push(await outside(() => vouchedSignIn(desk)(vouched)));
  const unitOfWork = interrupted(desk.stores.unitOfWork, between);
  signedIn.push(await vouchedSignIn({ ...desk, unitOfWork })(vouched));
  expect(signedIn.map((principal) => principal?.user.email)).toEqual(Array(2).fill('eve@acme.example'));
  expect(new Set(signedIn.map((principal) => principal?.session)).size).toBe(1);
});

test('another of the same address is not', async () => {
  expect(await vouchedSignIn(desk)(vouchedAs('mallory'))).toBeUndefined();
});
