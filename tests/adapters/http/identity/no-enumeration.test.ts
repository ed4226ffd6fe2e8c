import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenPace } from '#adapters/system/even-pace.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk, swap } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { Answer } from '../../../support/http/client.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
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
    // windows that count for an account everywhere have begun before those that count for a place
    for (const flow of Object.values<Flow>(flows))
      for (const email of Object.values(whoever)) await ask(...flow(email));
    desk.clock.advance(20_000);
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

  const told = ({ status, headers, text }: Answer) => ({ status, text, headers: [...headers] });

  describe.each(Object.entries<Flow>(flows))('cannot be told from %s:', (_, flow) => {
    test('status, body and header fields are the same', async () => {
      const nobody = told(await ask(...flow(whoever.nobody)));
      for (const [who, email] of Object.entries(whoever)) {
        if (who !== 'nobody') expect.soft(told(await ask(...flow(email))), who).toEqual(nobody);
      }
    });
  });

  test('cannot be told by registering it first and signing in with the password of that', async () => {
    const password = 'a password of the one who asks';
    const answers = [];
    for (const [who, email] of Object.entries(whoever)) {
      await ask('/v1/auth/register', { ...newcomer(email), password });
      answers.push({ who, told: told(await ask('/v1/auth/login', { email, password })) });
    }
    const [nobody] = answers;
    expect(nobody?.told).toMatchObject({ status: 403, text: expect.stringContaining('email-unverified') });
    for (const { who, told } of answers) expect.soft(told, who).toEqual(nobody?.told);
  });

  test('cannot be told from a password that was wished for, once the owner of the address proves it', async () => {
    const [email, password] = ['later@example.org', 'a password of the one who asks'];
    await ask('/v1/auth/register', newcomer(email));
    const { code } = await lastLetterTo(desk, email, 'verification-code');
    await ask('/v1/auth/register', { ...newcomer(email), password });
    const before = told(await ask('/v1/auth/login', { email, password }));
    expect(await ask('/v1/auth/verify-email', { email, code })).toMatchObject({ status: 204 });
    expect(told(await ask('/v1/auth/login', { email, password }))).toEqual(before);
    const own = { email, password: castPassword };
    expect(await ask('/v1/auth/login', own)).toMatchObject({ status: 200 });
  });
});

/** The middle of several measurements. */
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

/** How far measurements usually are from their middle. */
const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
};

type Took = { readonly known: readonly number[]; readonly unknown: readonly number[] };

/** Whether two sets of measurements differ by more than they do among themselves. */
const differ = ({ known, unknown }: Took): boolean =>
  Math.abs(median(known) - median(unknown)) > 5 + 4 * Math.max(spread(known), spread(unknown));

const rounds = 7;
/** A machine that is busy may make a difference once; one that is there is there every time. */
const repeats = 4;

// the one place where time is asserted: what is promised is that it tells nothing
eachEngine('How long an answer takes', (engine) => {
  let desk: Desk;
  let strangers = 0;
  beforeAll(async () => {
    const pace = evenPace({ spanMs: 250 });
    desk = await startDesk(engine, { rewire: (container) => swap(container, tokens.pace, pace) });
  });
  afterAll(() => desk.close());

  const millisecondsOf = async (path: string, body: unknown): Promise<number> => {
    const began = performance.now();
    await desk.withToken(undefined).post(path, body);
    return performance.now() - began;
  };
  const measured = async (flow: Flow): Promise<Took> => {
    const took = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      strangers += 1;
      const asked = [
        ['known', whoever.active],
        ['unknown', `stranger.${strangers}@example.org`],
      ] as const;
      // interleaved and in turns, so that a machine that is busy is so for both
      for (const [who, email] of round % 2 === 0 ? asked : asked.toReversed())
        took[who].push(await millisecondsOf(...flow(email)));
    }
    return took;
  };

  test.each(Object.entries<Flow>(flows))('to %s tells nobody who has an account', async (_, flow) => {
    await millisecondsOf(...flow(whoever.staff));
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      const took = await measured(flow);
      if (!differ(took)) return;
      if (repeat === repeats) expect.fail(`it differs: ${JSON.stringify(took)}`);
    }
  });
});
