import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { joseAccessTokens } from '#adapters/jose/jose-access-tokens.ts';
import { openSession } from '#adapters/mikro-orm/session.ts';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { inProcessSessionEndings } from '#adapters/system/session-endings.ts';
import { systemTimer } from '#adapters/system/timer.ts';
import { attachLive, type LiveDeps } from '#adapters/websocket/attach-live.ts';
import type { LiveLimits } from '#adapters/websocket/live-limits.ts';
import { liveCursors } from '#adapters/wire/live-cursors.ts';
import { authenticate } from '#application/identity/authenticate.ts';
import { issueLiveTicket, redeemLiveTicket } from '#application/identity/live-tickets.ts';
import { logOut } from '#application/identity/log-out.ts';
import { liveHub } from '#application/live/live-hub.ts';
import { presence } from '#application/live/presence.ts';
import { runLiveHub } from '#application/live/run-live-hub.ts';
import { showPresence } from '#application/live/show-presence.ts';
import { subscribe } from '#application/live/subscribe.ts';
import { startRelay } from '#application/relays/relay-runner.ts';
import { sequenceFacts } from '#application/relays/sequence-facts.ts';
import { replyToTicket } from '#application/tickets/reply-to-ticket.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { RoleName } from '#domain/access/roles.ts';
import { days } from '#domain/shared/duration.ts';
import { SessionId } from '#domain/shared/ids.ts';
import { type AdjustableClock, adjustableClock } from '../../support/adjustable-clock.ts';
import { openTestDatabase, storesOn, type TestNode } from '../../support/database.ts';
import type { Engine } from '../../support/engines.ts';
import { identityStoresOn, testSecretKey } from '../../support/identity-stores.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { relaysOn } from '../../support/relays.ts';
import { addTheCast } from '../../support/the-cast.ts';
import { ticketWork } from './ticket-work.ts';

export const allowedOrigin = 'https://app.example.org';

export type NodeOptions = {
  readonly limits?: Partial<LiveLimits>;
  readonly rewire?: Partial<LiveDeps>;
};

/** Somebody signed in on some device. */
export type SignIn = { readonly session: SessionId; readonly token: string };

/** Live connections of one or more nodes on one database, with the cast as its users and a clock to move. */
export const openLiveDesk = async (engine: Engine) => {
  const clock = adjustableClock();
  const database = await openTestDatabase(engine, clock);
  await addTheCast(database);
  const nodes: LiveNode[] = [];
  return {
    clock,
    database,
    /** Starts a node; the first takes the database's own connections. */
    async node(options: NodeOptions = {}): Promise<LiveNode> {
      const connected = nodes.length === 0 ? database : await database.anotherNode();
      const node = await startNode(connected, clock, options);
      nodes.push(node);
      return node;
    },
    /** @throws when a log shows what no log may show. */
    async close(): Promise<void> {
      await Promise.all(nodes.map((node) => node.stop()));
      await database.close();
      const log = JSON.stringify(nodes.flatMap((node) => node.log));
      const shown = ['canary', ...nodes.flatMap((node) => node.given)].filter((secret) =>
        log.includes(secret),
      );
      if (shown.length > 0) throw new Error(`the log shows ${shown.length} secrets`);
    },
  };
};

export type LiveDesk = Awaited<ReturnType<typeof openLiveDesk>>;
export type LiveNode = Awaited<ReturnType<typeof startNode>>;

const startNode = async (
  { database }: Pick<TestNode, 'database'>,
  clock: AdjustableClock,
  { limits = {}, rewire = {} }: NodeOptions,
) => {
  const changes = inProcessChangeHint();
  const session = openSession(database, (topic) => {
    if (topic !== 'revocations') changes.hint(topic);
  });
  const stores = storesOn(session, clock);
  const on = { database, session, stores, committed: [] };
  const { unitOfWork, principals, signingKeys, secretBox, externalSessions, origin } = identityStoresOn(
    on,
    clock,
    changes,
  );
  const { feed, sequencer, ids } = relaysOn(on, clock);
  const logger = recordingLogger();
  const timer = systemTimer;
  const sessionEndings = inProcessSessionEndings();
  const secrets = keyedSecrets({ secretKey: testSecretKey });
  const accessTokens = joseAccessTokens({ signingKeys, clock, ids, issuer: 'https://desk.example.org' });
  const running = { changes, timer, clock, logger, random: Math.random };
  const hub = liveHub({ feed, timer, logger });
  const present = presence({ clock });
  const foreignTokens = { verify: async () => undefined };
  const vouched = { foreignTokens, externalSessions, origin, secondFactorRoles: [] };
  const ports = {
    unitOfWork,
    principals,
    secrets,
    clock,
    ids,
    logger,
    sessionEndings,
    accessTokens,
    ...vouched,
  };
  const reading = { reader: stores.reader, history: stores.history, feed, hub };
  const deps = {
    ...ports,
    timer,
    ledger: stores.ledger,
    cursors: liveCursors({ secretBox }),
    presence: present,
    authenticate: authenticate(ports),
    redeemLiveTicket: redeemLiveTicket(ports),
    subscribe: subscribe({ ...ports, ...reading }),
    showPresence: showPresence({ ...reading, presence: present }),
    replyToTicket: replyToTicket(ports),
    allowedOrigins: new Set([allowedOrigin]),
    addressOf: ({ socket }) => socket.remoteAddress ?? '',
    allowance: undefined,
    ...rewire,
    limits: { goodbyeMs: 200, tickMs: 20, ...limits },
  } satisfies LiveDeps;

  const relays = [startRelay(sequenceFacts({ sequencer }), running), runLiveHub(hub, running)];
  const server = createServer(
    { shouldUpgradeCallback: ({ headers }) => headers.upgrade === 'websocket' },
    (_, response) => response.writeHead(426).end(),
  );
  const live = attachLive(server, deps);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let stopped: Promise<void> | undefined;
  const given: string[] = [];
  const kept = (secret: string): string => {
    given.push(secret);
    return secret;
  };

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...deps,
    hub,
    live,
    log: logger.lines,
    /** The tokens and tickets that were given out. */
    given,
    reader: stores.reader,
    session,
    work: ticketWork({ ...ports, reader: stores.reader }),
    /** Ends when everything that was committed has been told. */
    async quiet(): Promise<void> {
      const isUntold = async (): Promise<boolean> => {
        const unstamped = await session.read((db) =>
          db.selectFrom('facts').select('id').where('position', 'is', null).limit(1).execute(),
        );
        return unstamped.length > 0 || hub.position() !== (await feed.head());
      };
      await expect.poll(isUntold, { timeout: 20_000, interval: 20 }).toBe(false);
    },
    async signIn({ id: user }: Pick<Actor, 'id'>): Promise<SignIn> {
      const at = clock.now();
      const signIn = {
        id: SessionId(ids.next()),
        user,
        createdAt: at,
        lastUsedAt: at,
        expiresAt: new Date(at.getTime() + days(30)),
        address: '127.0.0.1',
        userAgent: 'test',
        revokedAt: undefined,
      };
      const refresh = {
        hash: secrets.digest(ids.next()),
        session: signIn.id,
        generation: 1,
        usedAt: undefined,
      };
      await unitOfWork.run((tx) => tx.sessions.add(signIn, refresh));
      return { session: signIn.id, token: kept((await accessTokens.issue(user, signIn.id)).token) };
    },
    async ticketOf({ session: id, token }: SignIn): Promise<string> {
      const who = await authenticate(ports)(token);
      if (who === undefined) throw new Error('nobody is signed in');
      return kept(
        (await issueLiveTicket(ports)({ session: id, expiresAt: who.expiresAt, isVouched: false })).ticket,
      );
    },
    async takeFrom({ id }: Pick<Actor, 'id'>, role: RoleName): Promise<void> {
      await unitOfWork.run(async (tx) => {
        const user = await tx.users.hold(id);
        if (user)
          await tx.users.replace({ ...user, grants: user.grants.filter((grant) => grant.role !== role) });
      });
    },
    logOut: logOut(ports),
    stop(): Promise<void> {
      stopped ??= (async () => {
        await live.close();
        await Promise.all(relays.map((relay) => relay.stop()));
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      })();
      return stopped;
    },
  };
};
