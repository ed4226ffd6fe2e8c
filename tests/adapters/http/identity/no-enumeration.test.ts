import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { Answer } from '../../../support/http/client.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';
import { dora } from '../../../support/people.ts';

/** Addresses that differ in who has them. */
const whoever = {
  nobody: 'somebody.else@example.org',
  active: 'carla@example.org',
  staff: 'ben@example.org',
  unverified: 'unproven@example.org',
  invited: 'invited@example.org',
  suspended: 'dora@example.org',
} as const;

const newcomer = (email: string) => ({ email, password: castPassword, firstName: 'Una', lastName: 'Known' });

type Flow = (email: string) => readonly [path: string, body: object];

/** What strangers can ask about an address. */
const flows = {
  'signing in with a wrong password': (email: string) => [
    '/v1/auth/login',
    { email, password: 'not the right password' },
  ],
  registering: (email: string) => ['/v1/auth/register', newcomer(email)],
  'asking for a code': (email: string) => ['/v1/auth/verification-codes', { email }],
  'proving the address by a wrong code': (email: string) => [
    '/v1/auth/verify-email',
    { email, code: '000000' },
  ],
  'asking for a new password': (email: string) => ['/v1/auth/password-reset-requests', { email }],
} satisfies Record<string, Flow>;

eachEngine('Whether an address has an account', (engine) => {
  let desk: Desk;
  let places = 0;
  beforeAll(async () => {
    desk = await startDesk(engine, { settings: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.0/8' } });
    await ask(...flows.registering(whoever.unverified));
    const invitation = { email: whoever.invited, firstName: 'Ingrid', lastName: 'Invited', role: 'customer' };
    await desk.as('ada').post('/v1/users', invitation);
    await desk.as('ada').patch(`/v1/users/${dora.id}`, { status: 'suspended' });
  });
  afterAll(() => desk.close());

  /** Asks from a place of its own, so that counted tries are those of one request. */
  const ask = (path: string, body: unknown): Promise<Answer> => {
    places += 1;
    const headers = {
      'x-forwarded-for': `198.51.${places >> 8}.${places & 255}`,
      'x-request-id': 'always-the-same',
    };
    return desk.withToken(undefined).post(path, body, headers);
  };

  /** All of an answer but how long a window still is. */
  const told = ({ status, headers, text }: Answer) => ({
    status,
    text,
    headers: [...headers].map(([name, value]) => [name, value.replaceAll(/;t=\d+/g, ';t')]),
  });

  describe.each(Object.entries<Flow>(flows))('cannot be told from %s:', (_, flow) => {
    test('status, body and header fields are the same', async () => {
      const nobody = told(await ask(...flow(whoever.nobody)));
      for (const [who, email] of Object.entries(whoever)) {
        if (who !== 'nobody') expect.soft(told(await ask(...flow(email))), who).toEqual(nobody);
      }
    });
  });
});

/** The middle of several measurements. */
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

const rounds = 15;

eachEngine('How long an answer takes', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const millisecondsOf = async (path: string, body: unknown): Promise<number> => {
    const began = performance.now();
    await desk.withToken(undefined).post(path, body);
    return performance.now() - began;
  };

  test('to a wrong password tells nobody who has an account', async () => {
    const took = { known: [] as number[], unknown: [] as number[] };
    const login = flows['signing in with a wrong password'];
    for (let round = 0; round < rounds; round += 1) {
      // interleaved, so that a machine that is busy is so for both
      took.known.push(await millisecondsOf(...login(whoever.active)));
      took.unknown.push(await millisecondsOf(...login(`stranger.${round}@example.org`)));
    }
    const ratio = median(took.known) / median(took.unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
