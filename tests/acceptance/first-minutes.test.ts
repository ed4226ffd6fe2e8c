import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engines } from '../support/engines.ts';
import { type HexdeskProcess, runToEnd, startProcess, temporaryFolder } from '../support/hexdesk-process.ts';

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

/** SQLite in memory forgets; a newcomer's is a file. */
const databaseOf = async (engine: (typeof engines)[number]) => {
  const { url, drop } = await engine.databaseUrl();
  return { settings: url === 'sqlite::memory:' ? {} : { DATABASE_URL: url }, drop };
};

describe.each(engines)("a newcomer's first minutes on $name", (engine) => {
  test('the story is told from the invitation to the closed ticket', { timeout: 60_000 }, async () => {
    const { settings, drop } = await databaseOf(engine);
    running = await startProcess({ DATA_DIR: folder.path, ...settings });
    const told = await runToEnd('demo.ts', { ...running.settings, PUBLIC_URL: running.url });
    expect(told.output).toContain("That was a ticket's whole life.");
    expect(told.code).toBe(0);
    const seenByCarla = /Carla, customer +← history: (.*)/.exec(told.output)?.[1];
    expect(seenByCarla?.split(', ')).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
      'ticket-replied',
      'ticket-opened-again',
      'ticket-replied',
      'ticket-solved',
      'ticket-closed',
    ]);
    expect((await running.end('SIGTERM')).code).toBe(0);
    running = undefined;
    await drop();
  });
});

describe('starting and stopping', () => {
  test('the generated password is told once, never logged, and kept for its owner alone', async () => {
    running = await startProcess({ DATA_DIR: folder.path });
    const password = /Password +(\S+)/.exec(running.output())?.[1] ?? 'none';
    const logLines = running
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(logLines.join('\n')).not.toContain(password);
    expect((await stat(join(folder.path, 'first-admin-password'))).mode & 0o777).toBe(0o600);
    for (const file of ['secret.key', 'hexdesk.sqlite', 'hexdesk.sqlite-wal']) {
      expect((await stat(join(folder.path, file))).mode & 0o777, file).toBe(0o600);
    }
    await running.end('SIGTERM');

    running = await startProcess({ DATA_DIR: folder.path });
    expect(running.output()).not.toContain('Password');
    const signedIn = await fetch(`${running.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@hexdesk.example', password }),
    });
    expect(signedIn.status).toBe(200);
  });

  test('a first start that fails loses no password', async () => {
    const taken = await startProcess({
      DATA_DIR: `${folder.path}/other`,
      ADMIN_PASSWORD: 'a long enough passphrase',
    });
    const failed = await runToEnd('main.ts', {
      ...taken.settings,
      DATA_DIR: folder.path,
      ADMIN_PASSWORD: '',
    });
    await taken.end('SIGTERM');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('EADDRINUSE');

    running = await startProcess({ DATA_DIR: folder.path });
    expect(running.output()).toContain('first-admin-password');
    const password = (await readFile(join(folder.path, 'first-admin-password'), 'utf8')).trim();
    const signedIn = await fetch(`${running.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@hexdesk.example', password }),
    });
    expect(signedIn.status).toBe(200);
  });

  test('everything wrong with the settings is said at once', async () => {
    const { code, output } = await runToEnd('main.ts', {
      DATA_DIR: folder.path,
      PORT: 'eighty',
      DATABASE_URL: 'postgres://nowhere/db',
      SMTP_URL: 'http://mail',
      TRUSTED_PROXIES: '10.0.0.0/99',
      MAIL_FROM: 'not an address, really',
      ADMIN_PASSWORD: 'short',
      TLS_CERT_FILE: 'cert.pem',
    });
    expect(code).toBe(1);
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'SMTP_URL',
      'TRUSTED_PROXIES',
      'ADMIN_PASSWORD',
      'TLS_KEY_FILE',
    ]) {
      expect(output).toContain(name);
    }
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('another secret key than that of the database is refused at the start', async () => {
    running = await startProcess({
      DATA_DIR: folder.path,
      SECRET_KEY: 'the secret key of the first node, long',
    });
    await running.end('SIGTERM');
    running = undefined;
    const { code, output } = await runToEnd('main.ts', {
      DATA_DIR: folder.path,
      SECRET_KEY: 'some other secret key, just as long as it',
    });
    expect(code).toBe(1);
    expect(output).toContain('another SECRET_KEY');
  });

  test('a killed node finds everything again', async () => {
    running = await startProcess({ DATA_DIR: folder.path, ADMIN_PASSWORD: 'a long enough passphrase' });
    const login = { email: 'admin@hexdesk.example', password: 'a long enough passphrase' };
    const tokenAt = async ({ url }: HexdeskProcess): Promise<string> => {
      const answer = await fetch(`${url}/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(login),
      });
      return ((await answer.json()) as { accessToken: string }).accessToken;
    };
    const headers = { authorization: `Bearer ${await tokenAt(running)}`, 'content-type': 'application/json' };
    const opened = await fetch(`${running.url}/v1/tickets`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ subject: 'Before the lights went out', body: 'Is this kept?' }),
    });
    expect(opened.status).toBe(201);
    await running.end('SIGKILL');

    running = await startProcess({ DATA_DIR: folder.path, PORT: running.settings['PORT'] ?? '' });
    const kept = await fetch(`${running.url}/v1/tickets/1`, { headers });
    expect(await kept.json()).toMatchObject({ number: 1, subject: 'Before the lights went out' });
  });
});
