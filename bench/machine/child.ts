import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export type ServerCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where what it prints goes; its log lines are work, too. */
  readonly log: string;
  /** What is asked until the first 200 comes. */
  readonly health: { readonly port: number; readonly path: string };
};

export type RunningServer = {
  readonly pid: number;
  /** Milliseconds from its start to its first 200. */
  readonly startedInMs: number;
  stop(): Promise<void>;
};

const patienceMs = 60_000;

/** Starts a server and waits for its first 200. It ends with this process. */
export const startServer = async ({
  command,
  args,
  env,
  log,
  health,
}: ServerCommand): Promise<RunningServer> => {
  const file = await open(log, 'a');
  const begun = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', file.fd, file.fd],
  });
  await file.close();
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  while (!(await answers(health))) {
    if (child.exitCode !== null || performance.now() - begun > patienceMs)
      throw new Error(`${command} does not serve; ${log} tells why`);
    await pause(2);
  }
  return {
    pid: child.pid ?? 0,
    startedInMs: performance.now() - begun,
    stop: async () => {
      process.off('exit', end);
      await stopped(child);
    },
  };
};

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(late);
};

const answers = ({ port, path }: ServerCommand['health']): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
