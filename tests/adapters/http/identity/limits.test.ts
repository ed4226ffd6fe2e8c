import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { engines } from '../../../support/engines.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

let desk: Desk;

beforeAll(async () => {
  const [engine] = engines;
  if (engine === undefined) throw new TypeError('there is no engine to test on');
  desk = await startDesk(engine, { settings: { RATE_LIMITS: 'on' } });
});
afterAll(() => desk.close());

const anybody = () => desk.withToken(undefined);

describe('trying too often', () => {
  test('to sign in is told with how long to wait, known account or not', async () => {
    for (const email of ['carla@example.org', 'stranger@example.org']) {
      const logIn = (password: string) => anybody().post('/v1/auth/login', { email, password });
      for (let count = 0; count < 10; count += 1) expect((await logIn('wrong')).status).toBe(401);
      const answer = await logIn(castPassword);
      expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  test('to guess a code is told with how long to wait, known account or not', async () => {
    for (const email of ['dora@example.org', 'stranger@example.org']) {
      const guess = () => anybody().post('/v1/auth/verify-email', { email, code: '123456' });
      for (let count = 0; count < 10; count += 1) expect((await guess()).status).toBe(422);
      const answer = await guess();
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  test('to have mail sent to an address is told to nobody, and sends none', async () => {
    for (let count = 0; count < 8; count += 1) {
      const answer = await anybody().post('/v1/auth/password-reset-requests', { email: 'paul@example.org' });
      expect(answer.status).toBe(202);
    }
    expect((await desk.mails()).filter(({ to }) => to === 'paul@example.org')).toHaveLength(5);
  });
});
