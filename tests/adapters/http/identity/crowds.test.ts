import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { engines } from '../../../support/engines.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

describe.each(engines)('while many sign in at once on $name', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { settings: { TRUSTED_PROXIES: '127.0.0.0/8' } });
  });
  afterAll(() => desk.close());

  const logIn = (address: string, password = castPassword) =>
    desk.online
      .withToken(undefined)
      .post('/v1/auth/login', { email: 'carla@example.org', password }, { 'x-forwarded-for': address });

  test('tickets are read all the time', async () => {
    const carla = desk.online.as('carla');
    await carla.get('/v1/tickets');
    let waiting = 60;
    const logIns = Array.from({ length: waiting }, (_, count) =>
      logIn(`203.0.113.${count}`).finally(() => {
        waiting -= 1;
      }),
    );
    let read = 0;
    while (waiting > 0) {
      expect((await carla.get('/v1/tickets')).status).toBe(200);
      read += 1;
    }
    expect((await Promise.all(logIns)).map(({ status }) => status)).toEqual(Array(60).fill(200));
    expect(read).toBeGreaterThan(10);
  });

  test('whoever floods is told to come back, and others get in', async () => {
    const flood = Array.from({ length: 200 }, () => logIn('203.0.113.7', 'wrong'));
    const others = await Promise.all(Array.from({ length: 10 }, (_, count) => logIn(`198.51.100.${count}`)));
    expect(others.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const turnedAway = (await Promise.all(flood)).filter(({ status }) => status === 503);
    expect(turnedAway).not.toHaveLength(0);
    for (const { headers } of turnedAway) expect(headers.get('retry-after')).toBe('1');
  });
});
