import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A command that must not outlive this process. */
export type Leash = {
  readonly command: string;
  readonly args: readonly string[];
  /** What ends it. */
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** Removed when it has ended. */
  readonly folder?: string;
};

/** The running command. */
export type Leashed = {
  /** Why it ended, or nothing while it runs. */
  ended(): string | undefined;
  stop(): Promise<void>;
};

/** Starts a command that ends with this process, however this process ends. */
export const onALeash = (leash: Leash): Leashed => {
  const holder = spawn(process.execPath, [`${import.meta.dirname}/leash.ts`, JSON.stringify(leash)], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true, // a Ctrl-C in the terminal must reach the tests, not the server under them
  });
  let said = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const closed = once(holder, 'close');
  holder.unref();
  for (const pipe of [holder.stdin, holder.stderr]) (pipe as unknown as { unref(): void }).unref();
  return {
    ended: () => (holder.exitCode === null && holder.signalCode === null ? undefined : complaint(said)),
    stop: async () => {
      holder.ref();
      holder.stdin.end();
      await closed;
    },
  };
};

const complaint = (said: string): string => {
  const lines = said.trim().split('\n');
  return lines.find((line) => line.includes('[ERROR]')) ?? lines.at(-1) ?? 'it ended at once';
};
