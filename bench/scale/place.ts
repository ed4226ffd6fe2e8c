import { type Asked, type HttpConnection, httpConnection } from '../load/http-connection.ts';
import { someBody, someSubject } from '../load/operations.ts';
import { randomFrom } from '../seed/chance.ts';
import { openedAt, queueIdOf, ticketIdOf } from '../seed/ids.ts';
import { type ActorName, actors, inManyQueues, staff } from '../seed/large-desk.ts';
import { emailOf, password } from '../seed/people.ts';
import { queues } from '../seed/seed-large-desk.ts';
import { jsonOf } from '../systems/system.ts';

/** A Hexdesk of one size, with everybody signed in. */
export type Place = {
  readonly tickets: number;
  readonly random: () => number;
  /** When the last of the seeded tickets was opened, in milliseconds since 1970. */
  readonly newestAt: number;
  someTicket(actor: ActorName): string;
  someOpenTicket(actor: ActorName): string;
  /** Asks as somebody. */
  ask(actor: ActorName, asked: Omit<Asked, 'token'>): ReturnType<HttpConnection['ask']>;
  close(): void;
};

/** Access tokens live for a quarter of an hour. */
const renewAfterMs = 10 * 60_000;
const names = Object.keys(actors) as ActorName[];

/** Signs everybody in and learns which tickets they may ask for. */
export const openPlace = async (port: number, tickets: number): Promise<Place> => {
  const connection = await httpConnection(port);
  const random = randomFrom(tickets);
  const tokens = new Map<ActorName, { readonly token: string; readonly at: number }>();
  const tokenOf = async (actor: ActorName): Promise<string> => {
    const known = tokens.get(actor);
    if (known !== undefined && performance.now() - known.at < renewAfterMs) return known.token;
    const body = { email: emailOf(actors[actor]), password };
    const answer = await connection.ask({ method: 'POST', path: '/v1/auth/login', body });
    const token = String(jsonOf(answer, 'signing in')['accessToken']);
    tokens.set(actor, { token, at: performance.now() });
    return token;
  };
  const ask: Place['ask'] = async (actor, asked) => connection.ask({ ...asked, token: await tokenOf(actor) });

  const idsOf = async (actor: ActorName, query: string): Promise<readonly string[]> => {
    const page = jsonOf(
      await ask(actor, { method: 'GET', path: `/v1/tickets?limit=100&${query}` }),
      'listing',
    );
    return (page['items'] as readonly { readonly id: string }[]).map(({ id }) => id);
  };
  for (let count = 0; count < 5; count += 1) {
    const body = { subject: someSubject(random), body: someBody(random), queueId: queueIdOf(count) };
    jsonOf(await ask('customer', { method: 'POST', path: '/v1/tickets', body }), 'raising a ticket');
  }
  const known = new Map<ActorName, readonly string[]>();
  const open = new Map<ActorName, readonly string[]>();
  for (const actor of names) {
    known.set(actor, await idsOf(actor, ''));
    open.set(actor, await idsOf(actor, 'status=new&status=open'));
  }
  const casting = inManyQueues(queues, tickets);
  return {
    tickets,
    random,
    newestAt: openedAt(tickets - 1, tickets),
    someTicket(actor) {
      const ids = known.get(actor) ?? [];
      const places = staff.find(({ index }) => index === actors[actor])?.queues;
      if (actor === 'customer' || actor === 'big customer')
        return ids[Math.floor(random() * ids.length)] ?? '';
      const theirs = new Set(places?.map((place) => queues[place]?.id));
      for (;;) {
        const index = Math.floor(random() * tickets);
        if (places === undefined || theirs.has(casting(index).queue.id)) return ticketIdOf(index, tickets);
      }
    },
    someOpenTicket(actor) {
      const ids = open.get(actor) ?? [];
      return ids[Math.floor(random() * ids.length)] ?? '';
    },
    ask,
    close: connection.close,
  };
};
