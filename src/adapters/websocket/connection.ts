import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import {
  type AuthenticateDeps,
  type Authenticated,
  actorBehind,
  mustEnrol,
} from '#application/identity/authenticate.ts';
import type { SessionWatch } from '#application/live/watch-sessions.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { Logger } from '#application/ports/logger.ts';
import type { Principal, Principals } from '#application/ports/principals.ts';
import type { ClientFrame } from '../wire/live-client-frames.ts';
import { type SignsDeps, signs } from './answer-presence.ts';
import { type AnswerReplyDeps, answerReply } from './answer-reply.ts';
import type { Closing } from './closings.ts';
import { frameLine } from './frame-line.ts';
import { heartbeat } from './heartbeat.ts';
import type { LiveLimits } from './live-limits.ts';
import { outlet, textOf } from './outlet.ts';
import { framedProblem } from './refused.ts';
import type { Speaker } from './speaker.ts';
import { type TopicsDeps, topics } from './topics.ts';

export type ConnectionDeps = TopicsDeps &
  SignsDeps &
  AnswerReplyDeps & {
    readonly principals: Pick<Principals, 'ofSession'>;
    readonly watch: Pick<SessionWatch, 'add'>;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly limits: LiveLimits;
  } & Pick<AuthenticateDeps, 'secondFactorRoles'>;

/** A client that was let in. */
export type Client = {
  /** Names the connection. */
  readonly id: string;
  /** The id of the request that opened it. */
  readonly requestId: string;
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly stream: Duplex;
  readonly who: Authenticated;
};

export type Connection = {
  /** Looks at what is over with the time: the token, the patience with a silent client. */
  tick(now: number): void;
  /** Closes once the frames that came in are answered. */
  leave(why: Closing): Promise<void>;
  terminate(): void;
};

/** One client's connection: reads its frames one after the other and answers each. */
export const openConnection = (deps: ConnectionDeps, client: Client): Connection => {
  const { id, requestId, socket, stream, who } = client;
  const { clock, logger, limits } = deps;
  const out = outlet(socket, stream, limits);
  const beat = heartbeat(socket, limits, clock.now().getTime());
  let { user, actor } = who;

  const speaker: Speaker = {
    id,
    outlet: out,
    user: () => user,
    actor: () => actor,
    isOpen: () => socket.readyState === socket.OPEN,
    tell: (frame) => out.send(JSON.stringify(frame)),
    refuse: ({ ref, topic }, problem) =>
      out.send(JSON.stringify({ type: 'refused', ref, topic, problem: framedProblem(problem, requestId) })),
  };
  const followed = topics(deps, speaker);
  const shown = signs(deps, speaker);
  const reply = answerReply(deps);

  const become = (principal: Principal): void => {
    if (mustEnrol(deps, principal, who)) out.close('second-factor-required');
    if (principal.user === user) return;
    user = principal.user;
    actor = actorBehind(principal);
    followed.recheck();
  };
  const answer = async (frame: ClientFrame): Promise<void> => {
    const principal = await deps.principals.ofSession(who.session);
    if (principal === undefined) return out.close('signed-out');
    become(principal);
    if (!speaker.isOpen()) return;
    switch (frame.type) {
      case 'subscribe':
        return followed.subscribe(frame);
      case 'unsubscribe':
        return followed.unsubscribe(frame);
      case 'reply':
        return reply(frame, speaker);
      case 'typing':
      case 'viewing':
        return shown.take(frame);
      case 'ping':
        return speaker.tell({ type: 'pong', ref: frame.ref });
    }
  };
  const line = frameLine(deps, speaker, answer);
  const unwatch = deps.watch.add({
    session: who.session,
    changed: become,
    ended: () => out.close('signed-out'),
  });

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (!speaker.isOpen()) return;
    if (isBinary) out.close('not-text');
    else line.take(textOf(data));
  });
  socket.on('ping', line.count);
  // what a client gets wrong below the frames ends in a close by the library; there is nothing to add
  socket.on('error', () => {});
  socket.on('close', (code: number) => {
    unwatch();
    followed.end();
    shown.end();
    logger.info({ connection: id, user: user.id, code, reason: out.closedFor() }, 'a live connection ended');
  });
  logger.info({ connection: id, requestId, user: user.id }, 'a live connection began');

  return {
    tick(now) {
      if (now >= who.expiresAt.getTime()) out.close('token-expired');
      else beat(now);
    },
    async leave(why) {
      await line.done();
      out.close(why);
    },
    terminate: () => socket.terminate(),
  };
};
