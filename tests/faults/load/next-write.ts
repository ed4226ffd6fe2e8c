import type { FactType } from '#domain/tickets/facts.ts';
import type { Write } from './ledger.ts';
import { agents, customers, type Person } from './people.ts';

/** A ticket that is being worked on. */
type Known = { readonly id: string; readonly owner: Person; version: number };

/** Chooses what is written next, among the tickets that were raised last. */
export type Plot = {
  next(): Write;
  /** A ticket that is there now. */
  raised(id: string, owner: Person): void;
  /** What staff were told its version is. */
  seen(id: string, version: number): void;
};

/** Few enough that writers get in each other's way. */
const mostAtOnce = 25;

const steps = [
  ['claim', 'ticket-claimed'],
  ['release', 'ticket-released'],
  ['steal', 'ticket-stolen'],
] as const satisfies readonly (readonly [string, FactType])[];

export const plot = (): Plot => {
  const known: Known[] = [];
  let count = 0;

  const write = (by: Person, path: string, rest: Omit<Write, 'key' | 'by' | 'path'>): Write => ({
    key: keyOf(count),
    by,
    path,
    ...rest,
  });

  const open = (by: Person): Write => {
    const key = keyOf(count);
    const body = { subject: `Question ${key}`, body: `Please help. ${key}` };
    return write(by, '/v1/tickets', { method: 'POST', body, makes: 'ticket', ifMatch: undefined });
  };

  const say = (by: Person, { id }: Known, rest: object): Write => {
    const body = { body: `Something is said. ${keyOf(count)}`, ...rest };
    const path = `/v1/tickets/${id}/messages`;
    return write(by, path, { method: 'POST', body, makes: 'message', ifMatch: undefined });
  };

  const tag = (by: Person, { id, version }: Known): Write => {
    const body = { tags: [keyOf(count), `by-${by}`], priority: oneOf(['low', 'normal', 'high', 'urgent']) };
    return write(by, `/v1/tickets/${id}`, { method: 'PATCH', body, makes: 'tags', ifMatch: version });
  };

  const step = (by: Person, { id }: Known): Write => {
    const [name, fact] = oneOf(by === 'lena' ? steps : steps.slice(0, 2));
    const makes = { fact, ticketId: id };
    return write(by, `/v1/tickets/${id}/${name}`, {
      method: 'POST',
      body: undefined,
      makes,
      ifMatch: undefined,
    });
  };

  return {
    next() {
      count += 1;
      const ticket = known[Math.floor(Math.random() * known.length)];
      if (ticket === undefined || Math.random() < 0.15) return open(oneOf(customers));
      const chance = Math.random();
      if (chance < 0.25) return say(ticket.owner, ticket, {});
      if (chance < 0.45) return say(oneOf(agents), ticket, {});
      if (chance < 0.6) {
        const status = oneOf(['open', 'pending', 'on-hold', 'solved'] as const);
        return say(oneOf(agents), ticket, { status });
      }
      if (chance < 0.7) return say(oneOf(agents), ticket, { kind: 'internal' });
      return chance < 0.85 ? step(oneOf(agents), ticket) : tag(oneOf(agents), ticket);
    },
    raised(id, owner) {
      if (known.some((ticket) => ticket.id === id)) return;
      known.push({ id, owner, version: 1 });
      if (known.length > mostAtOnce) known.shift();
    },
    seen(id, version) {
      const ticket = known.find((one) => one.id === id);
      if (ticket !== undefined) ticket.version = Math.max(ticket.version, version);
    },
  };
};

const oneOf = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
};

/** Told apart from every other word. */
const keyOf = (count: number): string => `key-${count}-yek`;

/** The key that a text carries. */
export const keysIn = (text: string): readonly string[] => text.match(/key-\d+-yek/g) ?? [];
