import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engines } from '../support/engines.ts';
import { type HexdeskProcess, startProcess, temporaryFolder } from '../support/hexdesk-process.ts';

type Job = { readonly id: string; readonly state: string; readonly done: number };

const password = 'a long enough passphrase';
const count = 60;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let running: HexdeskProcess | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await folder.remove();
});

/** The first admin of a process, who asks it things. */
const adminOf = async ({ url }: HexdeskProcess) => {
  let token: string | undefined;
  const ask = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Body;
  };
  const credentials = { email: 'admin@hexdesk.example', password };
  token = (await ask<{ accessToken: string }>('POST', '/auth/login', credentials)).accessToken;
  return { ask };
};

describe.each(engines)('a bulk job of a Hexdesk that is killed, on $name', (engine) => {
  test('goes on with the next start, and changes each ticket once', async () => {
    const { url, drop } = await engine.databaseUrl();
    const settings = {
      ...{ DATA_DIR: folder.path, ADMIN_EMAIL: 'admin@hexdesk.example', ADMIN_PASSWORD: password },
      ...{ RATE_LIMITS: 'off', ...(url === 'sqlite::memory:' ? {} : { DATABASE_URL: url }) },
    };
    running = await startProcess(settings);
    const before = await adminOf(running);
    const ticketIds: string[] = [];
    for (let made = 0; made < count; made += 1) {
      const wanted = { subject: `Ticket ${made}`, body: 'Please help' };
      ticketIds.push((await before.ask<{ id: string }>('POST', '/tickets', wanted)).id);
    }
    const wanted = { ticketIds, changes: { addTags: ['outage'], priority: 'urgent' } };
    const { id } = await before.ask<Job>('POST', '/tickets/bulk', wanted);
    while ((await before.ask<Job>('GET', `/bulk-jobs/${id}`)).done === 0) await pause(5);
    await running.end('SIGKILL');

    running = await startProcess(settings);
    const { ask } = await adminOf(running);
    for (;;) {
      const job = await ask<Job>('GET', `/bulk-jobs/${id}`);
      if (job.state !== 'running') {
        expect(job).toMatchObject({ state: 'done', done: count });
        break;
      }
      await pause(50);
    }
    for (const ticket of ticketIds) {
      const { items } = await ask<{ items: readonly { type: string }[] }>('GET', `/tickets/${ticket}/facts`);
      expect(items.filter(({ type }) => type === 'tags-changed')).toHaveLength(1);
    }
    await running.end('SIGTERM');
    running = undefined;
    await drop();
  }, 60_000);
});
