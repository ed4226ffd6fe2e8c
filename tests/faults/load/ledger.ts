import type { FactType } from '#domain/tickets/facts.ts';
import type { Person } from './people.ts';

/** Something that is to be written, under a key that no other write has; the key stands in what it writes. */
export type Write = {
  readonly key: string;
  readonly by: Person;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: object | undefined;
  readonly ifMatch: number | undefined;
  /** What it makes: something that carries the key, or a fact that nothing but its place tells apart. */
  readonly makes: 'ticket' | 'message' | 'tags' | { readonly fact: FactType; readonly ticketId: string };
};

/** `unknown`: nobody has said what became of it. */
export type WriteOutcome = 'acknowledged' | 'refused' | 'unknown';

export type Entry = {
  readonly write: Write;
  readonly outcome: WriteOutcome;
  /** What the acknowledgement said, or the code of the refusal. */
  readonly answer: string | undefined;
};

/** Everything that was asked of Hexdesk, and what it said to it. */
export type Ledger = {
  /** Writes down that something is about to be sent. */
  begin(write: Write): void;
  /** Writes down what was heard; an acknowledgement or a refusal is the last word. */
  note(write: Write, outcome: WriteOutcome, answer?: string): void;
  find(key: string): Entry | undefined;
  all(): readonly Entry[];
  /** How many ended how. */
  counts(): Readonly<Record<WriteOutcome, number>>;
  /** Of how many it was once not known what became of them, after they had been sent. */
  unclear(): number;
};

export const openLedger = (): Ledger => {
  const entries = new Map<string, Entry>();
  const unclear = new Set<string>();
  return {
    begin(write) {
      if (!entries.has(write.key)) entries.set(write.key, { write, outcome: 'unknown', answer: undefined });
    },
    note(write, outcome, answer) {
      if (outcome === 'unknown') unclear.add(write.key);
      if ((entries.get(write.key)?.outcome ?? 'unknown') !== 'unknown') return;
      entries.set(write.key, { write, outcome, answer });
    },
    find: (key) => entries.get(key),
    all: () => [...entries.values()],
    counts() {
      const counts = { acknowledged: 0, refused: 0, unknown: 0 };
      for (const { outcome } of entries.values()) counts[outcome] += 1;
      return counts;
    },
    unclear: () => unclear.size,
  };
};
