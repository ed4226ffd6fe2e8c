import type { Answered, HttpConnection } from '../load/http-connection.ts';
import { knownCursors, someBody, someCursor, somePriority, someSubject } from '../load/operations.ts';
import { endOf } from '../seed/cast.ts';
import { ticketIdOf } from '../seed/ids.ts';
import { emailOf, password, signedInAgents } from '../seed/people.ts';
import { ownTickets } from './own-tickets.ts';
import { type Client, type ClientSeat, jsonOf } from './system.ts';

const listing = '/v1/tickets?status=open&limit=50';
/** Access tokens live for a quarter of an hour. */
const renewAfterMs = 10 * 60_000;

type Known = { readonly token: string; readonly cursors: readonly string[] };

/** The clients of Hexdesk: eight agents of its queue. */
export const hexdeskClients = (tickets: number) => {
  const { toChange, toWriteTo } = shares(tickets);
  const idOf = (index: number): string => ticketIdOf(index, tickets);
  let known: readonly Known[] = [];
  let knownSince = Number.NEGATIVE_INFINITY;

  return {
    async prepare(connection: HttpConnection): Promise<void> {
      if (performance.now() - knownSince < renewAfterMs) return;
      const fresh: Known[] = [];
      for (let agent = 0; agent < signedInAgents; agent += 1) {
        const token = await signedIn(connection, agent);
        fresh.push({ token, cursors: await cursorsOf(connection, token) });
      }
      known = fresh;
      knownSince = performance.now();
    },

    async client(seat: ClientSeat): Promise<Client> {
      const { random } = seat;
      const { token, cursors } = known[seat.index % known.length] ?? { token: '', cursors: [] };
      const own: Own[] = [];
      for (const index of ownTickets(seat, toChange.length)) {
        const id = idOf(toChange[index] ?? 0);
        const found = jsonOf(
          await seat.connection.ask({ method: 'GET', path: `/v1/tickets/${id}`, token }),
          'reading a ticket',
        );
        own.push({ id, version: Number(found['version']), status: String(found['status']) });
      }
      const someId = (): string => idOf(Math.floor(random() * tickets));
      const someOpenId = (): string => idOf(toWriteTo[Math.floor(random() * toWriteTo.length)] ?? 0);
      return {
        get: () => ({ method: 'GET', path: `/v1/tickets/${someId()}?include=messages`, token }),
        list: () => {
          const cursor = someCursor(random, cursors);
          return {
            method: 'GET',
            path: cursor === undefined ? listing : `${listing}&cursor=${cursor}`,
            token,
          };
        },
        create: () => ({
          method: 'POST',
          path: '/v1/tickets',
          token,
          body: { subject: someSubject(random), body: someBody(random), priority: somePriority(random) },
        }),
        message: () => ({
          method: 'POST',
          path: `/v1/tickets/${someOpenId()}/messages`,
          token,
          body: { kind: 'public', body: someBody(random) },
        }),
        patch: () => turned(own[Math.floor(random() * own.length)], token),
      };
    },
  };
};

/**
 * Nobody may write to a closed ticket, and a message moves a ticket's version: what is changed under `If-Match` is
 * kept apart from what is written to.
 */
const shares = (tickets: number) => {
  const all = Array.from({ length: tickets }, (_, index) => index);
  const open = all.filter((index) => endOf(index) !== 'closed');
  const toChange = open.filter((index) => endOf(index) !== 'solved' && index % 4 === 0);
  const kept = new Set(toChange);
  return { toChange, toWriteTo: open.filter((index) => !kept.has(index)) };
};

type Own = { readonly id: string; version: number; status: string };

/** Open becomes pending, anything else open; the next turn knows the version this one made. */
const turned = (ticket: Own | undefined, token: string) => {
  if (ticket === undefined) throw new Error('a connection has no ticket of its own');
  const to = ticket.status === 'open' ? 'pending' : 'open';
  return {
    method: 'PATCH',
    path: `/v1/tickets/${ticket.id}`,
    token,
    ifMatch: `"${ticket.version}"`,
    body: { status: to },
    done: ({ status, head }: Answered) => {
      if (status !== 200) return;
      ticket.version = Number(/\r\netag: *"(\d+)"/i.exec(head)?.[1]);
      ticket.status = to;
    },
  };
};

const signedIn = async (connection: HttpConnection, agent: number): Promise<string> => {
  const body = { email: emailOf(agent), password };
  const answer = await connection.ask({ method: 'POST', path: '/v1/auth/login', body });
  return String(jsonOf(answer, 'signing in')['accessToken']);
};

const cursorsOf = async (connection: HttpConnection, token: string): Promise<readonly string[]> => {
  const cursors: string[] = [];
  for (let path = listing; cursors.length < knownCursors; ) {
    const page = jsonOf(await connection.ask({ method: 'GET', path, token }), 'listing');
    if (typeof page['nextCursor'] !== 'string') break;
    cursors.push(encodeURIComponent(page['nextCursor']));
    path = `${listing}&cursor=${cursors.at(-1)}`;
  }
  return cursors;
};
