import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './mysql/free-port.ts';

/** What a process of the package wrote, and how it ended. */
export type Ended = { readonly code: number | null; readonly output: string };

/** A Hexdesk in a process of its own, started as `npm start` starts it. */
export type HexdeskProcess = {
  readonly url: string;
  readonly pid: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Everything it has written so far. */
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>;
};

/** A folder that is gone after the test. */
export const temporaryFolder = async (): Promise<{ readonly path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'hexdesk-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** Starts a process with these settings and waits until it is ready. */
export const startProcess = async (
  given: Readonly<Record<string, string>>,
  patienceMs = 20_000,
): Promise<HexdeskProcess> => {
  const port = given['PORT'] ?? String(await freePort());
  const settings = { HOST: '127.0.0.1', LOG_FORMAT: 'json', ...given, PORT: port };
  const { child, output } = run('main.ts', settings);
  const url = `http://127.0.0.1:${port}`;
  for (const started = performance.now(); !(await isReady(url)); await pause(50)) {
    if (child.exitCode !== null || performance.now() - started > patienceMs) {
      child.kill('SIGKILL');
      throw new Error(`Hexdesk did not start:\n${output()}`);
    }
  }
  return {
    url,
    pid: child.pid,
    settings,
    output,
    async end(signal) {
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
      return { code: child.exitCode, output: output() };
    },
  };
};

/** Starts a process and kills it at a moment, however far it has come. */
export const startAndKill = async (
  settings: Readonly<Record<string, string>>,
  moment: () => Promise<void>,
): Promise<void> => {
  const { child } = run('main.ts', { HOST: '127.0.0.1', LOG_FORMAT: 'json', ...settings });
  const closed = once(child, 'close');
  await moment().finally(() => child.kill('SIGKILL'));
  await closed;
};

/** Runs an entry of the package to its end. */
export const runToEnd = async (
  entry: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended> => {
  const { child, output } = run(entry, settings, args);
  await once(child, 'close');
  return { code: child.exitCode, output: output() };
};

/** All that a process of Hexdesk is given beside its settings; compiled modules are kept, as by `npm start`. */
export const bare: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: 'node_modules/.cache/node',
};

const run = (entry: string, settings: Readonly<Record<string, string>>, args: readonly string[] = []) => {
  const child: ChildProcess = spawn(process.execPath, [`src/bootstrap/${entry}`, ...args], {
    env: { ...bare, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const keep = (chunk: Buffer): void => {
    written += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, output: () => written };
};

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};
