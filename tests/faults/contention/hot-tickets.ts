import { ask, type Reply } from '../load/ask.ts';
import { agents, customers, type Person } from '../load/people.ts';
import { signIns } from '../load/sign-ins.ts';
import { witness } from '../load/witness.ts';
import type { Accepted, Beginnings } from './check-contention.ts';

export type Contention = {
  readonly nodes: readonly string[];
  readonly tickets: number;
  readonly updates: number;
  /** How many write at once. */
  readonly writers: number;
  progress(done: number): void;
};

/** What came of it. */
export type Contended = {
  readonly beginnings: Beginnings;
  readonly accepted: readonly Accepted[];
  /** How often each status came. */
  readonly counts: ReadonlyMap<string, number>;
  readonly complaints: readonly string[];
};

/** As many look at a ticket as it was a while ago. */
const stale = 0.2;

type Hot = { readonly id: string; version: number };

/** Lets people change a few tickets on all nodes at once; each update that is accepted makes one fact. */
export const contend = async ({
  nodes,
  tickets,
  updates,
  writers,
  progress,
}: Contention): Promise<Contended> => {
  const heard = witness({ mayBreak: false, maySignOut: false });
  const tokens = signIns(heard);
  const send = async (
    by: Person,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    rest: { readonly body?: object; readonly ifMatch?: number },
  ): Promise<Reply> => {
    const node = oneOf(nodes);
    const token = await tokens.tokenAt(node, by);
    const reply = await ask(`${node}${path}`, { method, ...(token === undefined ? {} : { token }), ...rest });
    heard.hears(node, `${method} ${path.replace(/[\da-f]{8}-[\da-f-]{27}/, '{id}')}`, reply);
    return reply;
  };

  const raised = async (count: number): Promise<Hot> => {
    const body = { subject: `Hot ticket ${count}`, body: 'Everybody wants this.' };
    const { id } = told<{ id: string }>(await send(oneOf(customers), 'POST', '/v1/tickets', { body }));
    // from now on it is open, and no message moves it
    const answer = { body: 'We look at it.' };
    told(await send('ben', 'POST', `/v1/tickets/${id}/messages`, { body: answer }));
    const { version } = told<Hot>(await send('ben', 'GET', `/v1/tickets/${id}`, {}));
    return { id, version };
  };
  const hot = await Promise.all(Array.from({ length: tickets }, (_, count) => raised(count)));
  const beginnings = new Map(hot.map(({ id, version }) => [id, version]));

  const accepted: Accepted[] = [];
  const update = async (count: number): Promise<void> => {
    const ticket = oneOf(hot);
    const { by, method, step, body, isConditional } = someUpdate(count);
    const ifMatch = isConditional ? Math.max(1, ticket.version - (Math.random() < stale ? 1 : 0)) : undefined;
    const reply = await send(by, method, `/v1/tickets/${ticket.id}${step}`, {
      ...(body === undefined ? {} : { body }),
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
    if (reply.kind !== 'answer') return;
    const { version, seq } = JSON.parse(reply.text) as Told;
    if (reply.status < 300) accepted.push({ ticketId: ticket.id, version: version ?? seq ?? 0, ifMatch });
    ticket.version = Math.max(ticket.version, version ?? seq ?? 0);
  };

  let begun = 0;
  const writer = async (): Promise<void> => {
    while (begun < updates) {
      begun += 1;
      await update(begun);
      progress(begun);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return { beginnings, accepted, counts: heard.counts, complaints: heard.complaints };
};

type Told = { readonly version?: number; readonly seq?: number };

const someUpdate = (count: number) => {
  const chance = Math.random();
  const by = oneOf(agents);
  if (chance < 0.5) {
    const body = { tags: [`update-${count}`] };
    return { by, method: 'PATCH', step: '', body, isConditional: chance < 0.4 } as const;
  }
  if (chance < 0.75) {
    const body = { kind: oneOf(['public', 'internal']), body: `Update ${count}` };
    return { by, method: 'POST', step: '/messages', body, isConditional: false } as const;
  }
  const step = oneOf(['/claim', '/release', '/steal'] as const);
  // only a lead may take what others hold, or put it back
  return { by: 'lena', method: 'POST', step, body: undefined, isConditional: false } as const;
};

const told = <Body>(reply: Reply): Body => {
  if (reply.kind !== 'answer' || reply.status >= 300)
    throw new Error(`a hot ticket could not be made: ${JSON.stringify(reply)}`);
  return JSON.parse(reply.text) as Body;
};

const oneOf = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
};
