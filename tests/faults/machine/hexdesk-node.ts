import { type HexdeskProcess, startAndKill, startProcess } from '../../support/hexdesk-process.ts';
import { freePort } from '../../support/mysql/free-port.ts';

/** One Hexdesk that may be killed and started again, at the same address. */
export type HexdeskNode = {
  readonly url: string;
  readonly pid: number | undefined;
  readonly isUp: boolean;
  /** When it was killed, in milliseconds since 1970. */
  readonly kills: readonly number[];
  /** What its logs say that none should. */
  readonly complaints: readonly string[];
  start(): Promise<void>;
  /** Starts it and kills it at a moment, ready or not. */
  startAndKill(moment: () => Promise<void>): Promise<void>;
  kill(): Promise<void>;
  /** Asks it to end, which it should do well. */
  stop(): Promise<void>;
};

export type NodeOptions = {
  readonly settings: Readonly<Record<string, string>>;
  /** Files that Node loads before anything else. */
  readonly preloads: readonly string[];
};

/** A busy machine takes its time, and how long a start takes is nothing that is tried here. */
const patienceMs = 180_000;

const running = new Set<number>();
process.once('exit', () => {
  for (const pid of running) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** A node that has not been started yet. */
export const hexdeskNode = async ({ settings, preloads }: NodeOptions): Promise<HexdeskNode> => {
  const port = String(await freePort());
  const kills: number[] = [];
  const complaints: string[] = [];
  let current: HexdeskProcess | undefined;

  const options = preloads.map((file) => `--import=${file}`).join(' ');
  const environment = {
    ...settings,
    PORT: port,
    NODE_COMPILE_CACHE: 'node_modules/.cache/node',
    ...(options === '' ? {} : { NODE_OPTIONS: options }),
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ending = current;
    if (ending === undefined) return;
    current = undefined;
    if (ending.pid === undefined || !isAlive(ending.pid)) {
      complaints.push(`it died by itself: ${ending.output().slice(-500)}`);
      return;
    }
    if (signal === 'SIGKILL') kills.push(Date.now());
    const { code, output } = await ending.end(signal);
    running.delete(ending.pid);
    complaints.push(...output.split('\n').filter(isUnforeseen));
    if (signal === 'SIGTERM' && code !== 0) complaints.push(`it ended with code ${code}`);
  };

  return {
    url: `http://127.0.0.1:${port}`,
    kills,
    complaints,
    get pid() {
      return current?.pid;
    },
    get isUp() {
      return current !== undefined;
    },
    async start() {
      current = await startProcess(environment, patienceMs);
      if (current.pid !== undefined) running.add(current.pid);
    },
    startAndKill: (moment) => startAndKill(environment, moment),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** What Hexdesk itself calls unforeseen. */
const isUnforeseen = (line: string): boolean =>
  line.includes('"a request failed unexpectedly"') ||
  line.includes('"something failed that nobody waited for"');
