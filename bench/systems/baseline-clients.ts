import type { HttpConnection } from '../load/http-connection.ts';
import { knownCursors, someBody, someCursor, somePriority, someSubject } from '../load/operations.ts';
import { password, signedInAgents } from '../seed/people.ts';
import { ownTickets } from './own-tickets.ts';
import { type Client, type ClientSeat, jsonOf } from './system.ts';

const listing = '/tickets?status=open&limit=50';
const renewAfterMs = 30 * 60_000;

/** The clients of the baselines, which ask for the same in their words. */
export const baselineClients = (tickets: number, { signedIn }: { readonly signedIn: boolean }) => {
  let tokens: readonly (string | undefined)[] = [];
  let cursors: readonly string[] = [];
  let knownSince = Number.NEGATIVE_INFINITY;

  return {
    async prepare(connection: HttpConnection): Promise<void> {
      if (performance.now() - knownSince < renewAfterMs) return;
      const fresh: (string | undefined)[] = [];
      for (let agent = 0; agent < signedInAgents; agent += 1)
        fresh.push(signedIn ? await tokenOf(connection, agent) : undefined);
      tokens = fresh;
      cursors = await cursorsOf(connection, tokens[0]);
      knownSince = performance.now();
    },

    async client(seat: ClientSeat): Promise<Client> {
      const { random } = seat;
      const token = tokens[seat.index % tokens.length];
      const own: Own[] = [];
      for (const index of ownTickets(seat, tickets)) {
        const path = `/tickets/${index + 1}`;
        const found = jsonOf(await seat.connection.ask({ method: 'GET', path, token }), 'reading a ticket');
        own.push({ path, version: Number(found['version']), status: String(found['status']) });
      }
      const somePath = (): string => `/tickets/${1 + Math.floor(random() * tickets)}`;
      return {
        get: () => ({ method: 'GET', path: somePath(), token }),
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
          path: '/tickets',
          token,
          body: { subject: someSubject(random), body: someBody(random), priority: somePriority(random) },
        }),
        message: () => ({
          method: 'POST',
          path: `${somePath()}/messages`,
          token,
          body: { body: someBody(random) },
        }),
        patch: () => turned(own[Math.floor(random() * own.length)], token),
      };
    },
  };
};

type Own = { readonly path: string; version: number; status: string };

const turned = (ticket: Own | undefined, token: string | undefined) => {
  if (ticket === undefined) throw new Error('a connection has no ticket of its own');
  const to = ticket.status === 'open' ? 'closed' : 'open';
  return {
    method: 'PATCH',
    path: ticket.path,
    token,
    body: { status: to, version: ticket.version },
    done: ({ status }: { readonly status: number }) => {
      if (status !== 200) return;
      ticket.version += 1;
      ticket.status = to;
    },
  };
};

/** User 1 is their admin, the agents begin with user 2. */
const tokenOf = async (connection: HttpConnection, agent: number): Promise<string> => {
  const body = { email: `user${2 + agent}@example.test`, password };
  const answer = await connection.ask({ method: 'POST', path: '/auth/login', body });
  return String(jsonOf(answer, 'signing in')['token']);
};

const cursorsOf = async (
  connection: HttpConnection,
  token: string | undefined,
): Promise<readonly string[]> => {
  const cursors: string[] = [];
  for (let path = listing; cursors.length < knownCursors; ) {
    const page = jsonOf(await connection.ask({ method: 'GET', path, token }), 'listing');
    if (typeof page['nextCursor'] !== 'string') break;
    cursors.push(encodeURIComponent(page['nextCursor']));
    path = `${listing}&cursor=${cursors.at(-1)}`;
  }
  return cursors;
};
