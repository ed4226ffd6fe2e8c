import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { at, raisedBy, seenBy } from '../../support/http/stories.ts';
import { createDatabase } from '../../support/mysql/databases.ts';
import { openTcpGate, type TcpGate } from '../../support/tcp-gate.ts';

let gate: TcpGate;
let serverUrl: string;
let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({
    name: 'MySQL',
    databaseUrl: async () => {
      const { url, drop } = await createDatabase(inject('mysqlServerUrl'));
      serverUrl = url;
      gate = await openTcpGate(url);
      return { url: gate.url, drop };
    },
  });
});
afterAll(async () => {
  await desk.close();
  await gate.close();
});

test('while the database is away everything that needs it is 503, and the rest is served', async () => {
  const ticket = await raisedBy(desk.as('carla'));
  await gate.close();
  // what was remembered of who is signed in is soon over
  desk.clock.advance(60_000);

  const asked = [
    await desk.as('carla').get('/v1/tickets'),
    await desk.as('carla').get(at(ticket)),
    await desk.as('ben').post(`${at(ticket)}/claim`),
    await desk.as('ben').post(`${at(ticket)}/claim`, undefined, { 'idempotency-key': 'while-away' }),
    await desk.as('ben').send('PATCH', at(ticket), { raw: '{' }),
    await desk.withToken(undefined).get('/health/ready'),
  ];
  for (const answer of asked) {
    expect.soft(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect.soft(answer.headers.get('retry-after')).toBe('5');
    expect.soft(answer.text).not.toMatch(/ECONN|mysql|127\.0\.0\.1|select/i);
  }
  expect((await desk.withToken(undefined).get('/health/live')).status).toBe(200);
  expect((await desk.withToken(undefined).get('/openapi.json')).status).toBe(200);
  expect((await desk.withToken(undefined).get('/v1/me')).status).toBe(401);
});

test('once it is back, so is everything, and what was answered by 503 may be sent again', async () => {
  const { port } = new URL(gate.url);
  gate = await openTcpGate(serverUrl, Number(port));
  const [ticket] = (await desk.as('carla').get<{ items: { id: string }[] }>('/v1/tickets')).body.items;
  if (ticket === undefined) throw new TypeError('the ticket is lost');
  const key = { 'idempotency-key': 'while-away' };
  const claimed = await desk.as('ben').post(`${at(ticket)}/claim`, undefined, key);
  expect(claimed).toMatchObject({ status: 200, body: { version: 3 } });
  expect(claimed.headers.has('idempotency-replayed')).toBe(false);
  expect((await seenBy(desk.as('ben'), ticket)).version).toBe(3);
  expect((await desk.withToken(undefined).get('/health/ready')).status).toBe(200);
});

test('connections that break between two requests are noticed by nobody, or by one 503', async () => {
  const ticket = await raisedBy(desk.as('carla'));
  gate.cut();
  const statuses: number[] = [];
  for (let count = 0; count < 30; count += 1) statuses.push((await desk.as('carla').get(at(ticket))).status);
  expect(statuses.at(-1)).toBe(200);
  expect(new Set(statuses).isSubsetOf(new Set([200, 503]))).toBe(true);
});
