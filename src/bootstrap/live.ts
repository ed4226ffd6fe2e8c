import type { Server } from 'node:http';
import type { Container } from 'inversify';
import { clientAddressBy } from '#adapters/http/client-address.ts';
import { attachLive, type Live } from '#adapters/websocket/attach-live.ts';
import { liveCursors } from '#adapters/wire/live-cursors.ts';
import { liveHub } from '#application/live/live-hub.ts';
import { presence } from '#application/live/presence.ts';
import { runLiveHub } from '#application/live/run-live-hub.ts';
import { showPresence } from '#application/live/show-presence.ts';
import { subscribe } from '#application/live/subscribe.ts';
import type { RunningRelay } from '#application/relays/relay-runner.ts';
import { resolveAll } from './di.ts';
import { tokens } from './tokens.ts';

/** Opens the live connections of a node on its server, fed from the log by a hub of their own. */
export const startLive = (
  container: Container,
  server: Server,
): { readonly live: Live; readonly hub: RunningRelay } => {
  const { config, limiter, useCases, secretBox, ...ports } = resolveAll(container, {
    config: tokens.config,
    limiter: tokens.requestLimiter,
    useCases: tokens.useCases,
    secretBox: tokens.secretBox,
    logger: tokens.logger,
    clock: tokens.clock,
    timer: tokens.timer,
    random: tokens.random,
    ids: tokens.ids,
    changes: tokens.changes,
    principals: tokens.principals,
    sessionEndings: tokens.sessionEndings,
    secondFactorRoles: tokens.secondFactorRoles,
    ledger: tokens.ledger,
    secrets: tokens.secrets,
    feed: tokens.feed,
    reader: tokens.reader,
    history: tokens.history,
    unitOfWork: tokens.unitOfWork,
  });
  const addressOf = clientAddressBy(config.trustedProxies);
  const hub = liveHub(ports);
  const signs = presence(ports);
  const live = attachLive(server, {
    ...ports,
    authenticate: useCases.authenticate,
    redeemLiveTicket: useCases.redeemLiveTicket,
    replyToTicket: useCases.replyToTicket,
    subscribe: subscribe({ ...ports, hub }),
    presence: signs,
    showPresence: showPresence({ ...ports, presence: signs }),
    cursors: liveCursors({ secretBox }),
    allowedOrigins: new Set([...config.corsOrigins, new URL(config.publicUrl).origin]),
    addressOf: ({ socket, headers }) =>
      addressOf(socket.remoteAddress, String(headers['x-forwarded-for'] ?? '')),
    allowance: limiter?.consume,
  });
  return { live, hub: runLiveHub(hub, ports) };
};
