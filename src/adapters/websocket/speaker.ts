import type { Actor } from '#domain/access/actor.ts';
import type { User } from '#domain/identity/user.ts';
import type { ServerFrameType, serverFrames } from '../wire/live-server-frames.ts';
import type { Problem } from '../wire/problem.ts';
import type { z } from '../wire/schemas.ts';
import type { Outlet } from './outlet.ts';

type Framed<Type extends ServerFrameType> = z.input<(typeof serverFrames)[Type]>;

/** Frames that are written anew each time; facts and problems have their own ways. */
export type PlainFrame = Framed<'subscribed' | 'reset' | 'presence' | 'pong'> | Accepted;
type Accepted = Omit<Framed<'accepted'>, 'message'> & { readonly message?: object };

/** What an answer is about. */
export type About = { readonly ref?: string | undefined; readonly topic?: string | undefined };

/** A connection as those see it who answer its frames. */
export type Speaker = {
  /** Names the connection. */
  readonly id: string;
  readonly outlet: Outlet;
  /** The person as they are now. */
  user(): User;
  actor(): Actor;
  isOpen(): boolean;
  tell(frame: PlainFrame): void;
  refuse(about: About, problem: Problem): void;
};
