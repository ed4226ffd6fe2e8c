import type { Reply } from './ask.ts';

/** What no fault of the kind on trial excuses. */
export type WitnessRules = {
  /** Whether connections may break, since Hexdesk itself is killed. */
  readonly mayBreak: boolean;
  /** Whether tokens may end early, since clocks are moved. */
  readonly maySignOut: boolean;
};

/** Hears every answer. */
export type Witness = {
  /** Told of every reply to somebody who asked for nothing wrong. */
  hears(node: string, asked: string, reply: Reply): void;
  /** How long the slowest acknowledgement took. */
  slowestMs(): number;
  says(complaint: string): void;
  readonly complaints: readonly string[];
  /** How often each status came, and `lost` and `hung`. */
  readonly counts: ReadonlyMap<string, number>;
  /** When a node last acknowledged a write, in milliseconds since 1970. */
  lastAcknowledged(node: string): number;
};

const mostComplaints = 50;

export const witness = ({ mayBreak, maySignOut }: WitnessRules): Witness => {
  const complaints: string[] = [];
  const counts = new Map<string, number>();
  const acknowledged = new Map<string, number>();
  let slowest = 0;
  const says = (complaint: string): void => {
    if (complaints.length < mostComplaints) complaints.push(complaint);
  };

  const wrongWith = (reply: Reply): string | undefined => {
    if (reply.kind === 'hung') return 'no answer at all';
    if (reply.kind === 'lost') return mayBreak ? undefined : 'the connection broke';
    const { status, retryAfter, code } = reply;
    if (status < 300 || status === 409 || status === 412 || code === 'not-permitted') return undefined;
    if (status === 401 && maySignOut) return undefined;
    if (status === 503) return retryAfter === null ? '503 without Retry-After' : undefined;
    return `${status} ${code}`;
  };

  return {
    complaints,
    counts,
    says,
    hears(node, asked, reply) {
      const name = reply.kind === 'answer' ? String(reply.status) : reply.kind;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const wrong = wrongWith(reply);
      if (wrong !== undefined) says(`${asked}: ${wrong}`);
      if (reply.kind !== 'answer' || reply.status >= 300) return;
      acknowledged.set(node, Date.now());
      slowest = Math.max(slowest, reply.tookMs);
    },
    slowestMs: () => slowest,
    lastAcknowledged: (node) => acknowledged.get(node) ?? 0,
  };
};
