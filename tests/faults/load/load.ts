import { setTimeout as pause } from 'node:timers/promises';
import { ask, type Reply } from './ask.ts';
import { type Ledger, openLedger, type Write, type WriteOutcome } from './ledger.ts';
import { type Plot, plot } from './next-write.ts';
import { signIns } from './sign-ins.ts';
import type { Witness } from './witness.ts';

/** People who write, all at once, without a pause worth the name. */
export type Load = {
  readonly ledger: Ledger;
  /** How many writes are on their way just now. */
  inFlight(): number;
  /** Ends it; what is on its way is waited for. */
  stop(): Promise<void>;
  /** Asks again, with the same key, for everything of which nobody has said what became of it. */
  settleUnknown(mostTries: number): Promise<void>;
};

export type LoadOptions = {
  /** Where Hexdesk answers now, as a load balancer would know. */
  readonly nodes: () => readonly string[];
  readonly heard: Witness;
  readonly writers: number;
};

/** Longest pause of a writer after a write. */
const breathMs = 60;
/** How often an acknowledged write is sent again, as clients do that lost the answer. */
const repeated = 0.1;

/** Starts people writing. */
export const startLoad = ({ nodes, heard, writers }: LoadOptions): Load => {
  const ledger = openLedger();
  const tickets = plot();
  const tokens = signIns(heard);
  let stopping = false;
  let inFlight = 0;

  const tell = async (write: Write): Promise<WriteOutcome> => {
    const up = nodes();
    const node = up[Math.floor(Math.random() * up.length)];
    if (node === undefined) return 'unknown';
    const token = await tokens.tokenAt(node, write.by);
    if (token === undefined) return 'unknown';
    const { method, path, body, ifMatch } = write;
    const key = method === 'POST' ? write.key : undefined;
    ledger.begin(write);
    inFlight += 1;
    const reply = await ask(`${node}${path}`, { method, token, key, ifMatch, body }).finally(() => {
      inFlight -= 1;
    });
    heard.hears(node, `${method} ${path.replace(/[\da-f]{8}-[\da-f-]{27}/, '{id}')}`, reply);
    if (reply.kind === 'answer' && reply.status === 401) tokens.forget(node, write.by);
    const outcome = outcomeOf(reply);
    compare(heard, ledger, write, reply);
    if (outcome === 'acknowledged' && reply.kind === 'answer') {
      ledger.note(write, outcome, reply.text);
      learn(tickets, write, reply.text);
    } else ledger.note(write, outcome, reply.kind === 'answer' ? reply.code : reply.kind);
    return outcome;
  };

  const write = async (): Promise<void> => {
    while (!stopping) {
      const next = tickets.next();
      const outcome = await tell(next);
      // a refusal is final: the key would be free for another try
      const again = Math.random() < { unknown: 0.5, acknowledged: repeated, refused: 0 }[outcome];
      await pause(Math.random() * breathMs);
      if (again && next.method === 'POST') await tell(next);
      // who is told to come back later does, in a while
      if (outcome === 'unknown') await pause(200);
    }
  };
  const done = Promise.all(Array.from({ length: writers }, write));

  return {
    ledger,
    inFlight: () => inFlight,
    async stop() {
      stopping = true;
      await done;
    },
    async settleUnknown(mostTries) {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const open = ledger.all().filter(isOpen);
        if (open.length === 0) return;
        await inTurns(open, 8, ({ write }) => tell(write));
        await pause(tries === 0 ? 0 : 250);
      }
      for (const { write } of ledger.all().filter(isOpen)) heard.says(`${write.path}: never got an answer`);
    },
  };
};

const isOpen = ({ write, outcome }: { readonly write: Write; readonly outcome: WriteOutcome }): boolean =>
  outcome === 'unknown' && write.method === 'POST';

const outcomeOf = (reply: Reply): WriteOutcome => {
  if (reply.kind !== 'answer') return 'unknown';
  if (reply.status >= 200 && reply.status < 300) return 'acknowledged';
  const isOver = reply.status >= 500 || reply.status < 200 || reply.status === 401;
  return isOver || reply.code === 'idempotency-in-flight' ? 'unknown' : 'refused';
};

/** Whoever asks again gets the very same answer, or is told to come back. */
const compare = (heard: Witness, ledger: Ledger, write: Write, reply: Reply): void => {
  const before = ledger.find(write.key);
  if (before?.outcome !== 'acknowledged' || reply.kind !== 'answer' || write.method === 'PATCH') return;
  const outcome = outcomeOf(reply);
  if (outcome === 'refused') heard.says(`${write.path}: acknowledged, and then refused`);
  if (outcome === 'acknowledged' && !(reply.isReplay && before.answer === reply.text)) {
    heard.says(`${write.path}: not the same answer twice`);
  }
};

const learn = (tickets: Plot, { by, makes }: Write, text: string): void => {
  const told = JSON.parse(text) as { readonly id: string; readonly version: number };
  if (makes === 'ticket') tickets.raised(told.id, by);
  else if (makes !== 'message') tickets.seen(told.id, told.version);
};

const inTurns = async <Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> => {
  const left = [...items];
  const turn = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
};
