import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonLine } from '#adapters/cli/transfer/json-lines.ts';
import { openDatabase } from '#adapters/mikro-orm/database.ts';
import { migrate } from '#adapters/mikro-orm/migrations/migrate.ts';
import { presentRecord } from '#adapters/wire/ticket-record.ts';
import { days } from '#domain/shared/duration.ts';
import { engines } from '../support/engines.ts';
import {
  bare,
  type HexdeskProcess,
  runToEnd,
  startProcess,
  temporaryFolder,
} from '../support/hexdesk-process.ts';
import { record, traveller, travelling } from '../support/records.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let running: HexdeskProcess | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await folder.remove();
});

const password = 'a long enough passphrase';

type Settings = {
  readonly DATA_DIR: string;
  readonly ADMIN_PASSWORD: string;
  readonly DATABASE_URL?: string;
};

/** An installation of its own. */
const installation = async (engine: (typeof engines)[number], name: string) => {
  const { url, drop } = await engine.databaseUrl();
  const settings: Settings = {
    DATA_DIR: join(folder.path, name),
    ADMIN_PASSWORD: password,
    ...(url === 'sqlite::memory:' ? {} : { DATABASE_URL: url }),
  };
  return { settings, drop };
};

/** Runs `npm run import` or `npm run export` to its end. */
const transfer = (settings: Settings, what: 'import' | 'export', file: string) =>
  runToEnd(`${what}.ts`, settings, [file]);

const admin = traveller('admin@hexdesk.example', 'First', 'Admin');

const many = (count: number): string =>
  Array.from({ length: count }, (_, index) =>
    jsonLine(
      presentRecord(
        record(`OLD-${index}`, {
          queue: 'Support',
          status: index % 2 ? 'open' : 'closed',
          requester: traveller(`customer${index % 50}@example.org`, 'Carla', `${index % 50}`),
          tags: ['moved'],
          messages: [
            travelling(`customer${index % 50}@example.org`, `Question ${index}`),
            { ...travelling(undefined, `Answer ${index}`, { after: days(1) }), author: admin },
            {
              ...travelling(undefined, `Note ${index}`, { after: days(2), kind: 'internal' }),
              author: admin,
            },
          ],
        }),
      ),
    ),
  ).join('');

/** Counts the tickets of an installation past everything that Hexdesk does. */
const ticketsIn = async ({ DATA_DIR, DATABASE_URL }: Settings) => {
  await mkdir(DATA_DIR, { recursive: true });
  const url = DATABASE_URL ?? `sqlite:${join(DATA_DIR, 'hexdesk.sqlite')}`;
  const database = await openDatabase({ url, poolSize: 1 });
  await migrate(database);
  const query = database.pool
    .selectFrom('tickets')
    .select(({ fn }) => fn.countAll<number | string>().as('n'));
  return {
    count: async () => Number((await query.executeTakeFirstOrThrow()).n),
    close: () => database.orm.close(),
  };
};

const signedIn = async ({ url }: HexdeskProcess) => {
  const login = await fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: admin.email, password }),
  });
  const { accessToken } = (await login.json()) as { accessToken: string };
  return async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { ...init, headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
};

describe.each(engines)('moving in on $name', (engine) => {
  test('the samples come in whole, leave, and come in equal elsewhere; a second time changes nothing', {
    timeout: 240_000,
  }, async () => {
    const here = await installation(engine, 'here');
    const there = await installation(engine, 'there');
    const first = join(folder.path, 'first.jsonl');
    expect(await transfer(here.settings, 'import', 'samples/tickets.jsonl')).toMatchObject({ code: 0 });
    const again = await transfer(here.settings, 'import', 'samples/tickets.jsonl');
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('Nothing changed') });
    expect(await transfer(here.settings, 'export', first)).toMatchObject({ code: 0 });
    for (const name of ['second.jsonl', 'second.csv']) {
      const second = join(folder.path, name);
      expect(await transfer(here.settings, 'export', second)).toMatchObject({ code: 0 });
      expect(await transfer(there.settings, 'import', second)).toMatchObject({ code: 0 });
    }
    const third = join(folder.path, 'third.jsonl');
    expect(await transfer(there.settings, 'export', third)).toMatchObject({ code: 0 });
    expect(await readFile(third, 'utf8')).toBe(await readFile(first, 'utf8'));
    expect((await readFile(first, 'utf8')).split('\n').length).toBeGreaterThan(200);
    await here.drop();
    await there.drop();
  });

  test('an import that is killed again and again is complete in the end, and nothing is there in part', {
    timeout: 240_000,
  }, async () => {
    const { settings, drop } = await installation(engine, 'killed');
    const file = join(folder.path, 'many.jsonl');
    await writeFile(file, many(3000));
    const { count, close } = await ticketsIn(settings);
    for (const enough of [1, 700, 1400]) {
      const child = spawn(process.execPath, ['src/bootstrap/import.ts', file], {
        env: { ...bare, ...settings },
        stdio: 'ignore',
      });
      const ended = once(child, 'close');
      while (child.exitCode === null && (await count()) < enough) await pause(5);
      child.kill('SIGKILL');
      await ended;
      expect(child.signalCode).toBe('SIGKILL');
      expect(await count()).toBeLessThan(3000);
    }
    await close();
    const last = await transfer(settings, 'import', file);
    expect(last.code).toBe(0);
    const left = join(folder.path, 'left.jsonl');
    await transfer(settings, 'export', left);
    const tickets = (await readFile(left, 'utf8')).trimEnd().split('\n');
    expect(tickets.map((text) => (JSON.parse(text) as { externalId: string }).externalId)).toEqual(
      Array.from({ length: 3000 }, (_, index) => `OLD-${index}`),
    );
    expect(
      new Set(tickets.map((text) => (JSON.parse(text) as { messages: object[] }).messages.length)),
    ).toEqual(new Set([3]));
    await drop();
  });

  test('happens while a server runs, which goes on serving, and mails nobody', {
    timeout: 240_000,
  }, async () => {
    const { settings, drop } = await installation(engine, 'busy');
    const file = join(folder.path, 'many.jsonl');
    await writeFile(file, `${many(1500)}oops\n`);
    running = await startProcess(settings);
    const ask = await signedIn(running);
    const importing = transfer(settings, 'import', file);
    const opened: number[] = [];
    let over = false;
    void importing.finally(() => {
      over = true;
    });
    while (!over) {
      const body = JSON.stringify({ subject: 'Meanwhile', body: 'Is anybody there?' });
      opened.push((await ask('/v1/tickets', { method: 'POST', body })).status);
    }
    const { code, output } = await importing;
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('Refused: 1 row') });
    expect(await readFile(`${file}.refused.jsonl`, 'utf8')).toContain('"line":1501');
    expect(new Set(opened)).toEqual(new Set([201]));

    const { body } = await ask('/v1/tickets?externalId=OLD-1001');
    const [ticket] = body['items'] as Record<string, unknown>[];
    expect(ticket).toMatchObject({
      externalId: 'OLD-1001',
      channel: 'import',
      openedAt: '2026-03-02T12:00:00.000Z',
    });
    const { body: thread } = await ask(`/v1/tickets/${String(ticket?.['number'])}/messages`);
    expect((thread['items'] as Record<string, unknown>[]).map((message) => message['body'])).toEqual([
      'Question 1001',
      'Answer 1001',
      'Note 1001',
    ]);
    await drop();
  });
});
