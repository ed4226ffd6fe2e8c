import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { engines } from '../../support/engines.ts';
import { freePort } from '../../support/mysql/free-port.ts';

describe.each(engines)('the metrics on $name', (engine) => {
  let desk: Desk;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    desk = await startDesk(engine, { settings: { METRICS_PORT: String(port), HOST: '127.0.0.1' } });
  });
  afterAll(() => desk.close());

  const scraped = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

  test('count requests by route, never by id, and use cases by the code of their refusal', async () => {
    const opened = await desk.as('carla').post('/v1/tickets', { subject: 'Counted', body: 'Once, please.' });
    const { id } = opened.body as { id: string };
    await desk.as('carla').post(`/v1/tickets/${id}/claim`);

    const text = await scraped();

    expect(text).toMatch(
      /hexdesk_http_request_duration_seconds_count\{method="POST",route="\/v1\/tickets",status="201"\} 1/,
    );
    expect(text).toMatch(
      /hexdesk_use_case_duration_seconds_count\{name="claimTicket",outcome="not-permitted"\} 1/,
    );
    expect(text).not.toContain(id);
  });

  test('tell what waits, what is connected, and how the event loop does', async () => {
    await desk.mails();
    const text = await scraped();
    expect(text).toMatch(/hexdesk_backlog\{kind="mailsQueued"\} 0/);
    expect(text).toMatch(/hexdesk_mails_total\{letter="ticket-acknowledged",outcome="sent"\} 1/);
    expect(text).toMatch(/hexdesk_live_connections 0/);
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds /);
    for (const state of ['taken', 'free', 'waiting']) {
      expect(text.includes(`\nhexdesk_database_connections_${state} `)).toBe(engine.name === 'MySQL');
    }
    expect(/\nhexdesk_database_wait_seconds_count [1-9]/.test(text)).toBe(engine.name === 'MySQL');
  });

  test('are not among what is offered to everybody', async () => {
    expect((await desk.as('carla').get('/metrics')).status).toBe(404);
  });
});
