import type { Clock } from '#application/ports/clock.ts';
import type { Logger } from '#application/ports/logger.ts';
import type { ClientFrame } from '../wire/live-client-frames.ts';
import { readFrame } from '../wire/live-frames.ts';
import type { Problem } from '../wire/problem.ts';
import { type FrameVerdict, frameAllowance } from './frame-allowance.ts';
import type { LiveLimits } from './live-limits.ts';
import { problemOf } from './refused.ts';
import type { About, Speaker } from './speaker.ts';

/** Where a connection's frames wait, each for the one before it, so that answers come in order. */
export type FrameLine = {
  take(text: string): void;
  /** Counts what is no frame and still costs something. */
  count(): void;
  /** Ends when everything that came in is answered. */
  done(): Promise<void>;
};

type Deps = { readonly clock: Clock; readonly logger: Logger; readonly limits: LiveLimits };

export const frameLine = (
  { clock, logger, limits }: Deps,
  speaker: Speaker,
  answer: (frame: ClientFrame) => Promise<void>,
): FrameLine => {
  const allowance = frameAllowance(limits);
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;

  const inTurn = async (frame: ClientFrame): Promise<void> => {
    try {
      if (speaker.isOpen()) await answer(frame);
    } catch (error) {
      speaker.refuse(aboutOf(frame), problemOf(error, logger, { connection: speaker.id, frame: frame.type }));
    } finally {
      waiting -= 1;
    }
  };
  const judged = (): FrameVerdict => {
    const verdict = allowance(clock.now().getTime());
    if (verdict.kind === 'abuse') speaker.outlet.close('too-many-frames');
    return verdict;
  };

  return {
    take(text) {
      const read = readFrame(text);
      const no = refusalOf(judged(), waiting >= limits.framesWaiting) ?? (read.ok ? undefined : read.problem);
      if (no === undefined && read.ok) {
        waiting += 1;
        line = line.then(() => inTurn(read.frame));
      } else if (no !== undefined) speaker.refuse(read.ok ? aboutOf(read.frame) : { ref: read.ref }, no);
    },
    count: judged,
    done: () => line,
  };
};

const refusalOf = (verdict: FrameVerdict, isFull: boolean): Problem | undefined => {
  if (verdict.kind === 'too-many')
    return { code: 'too-many-requests', retryAfterSeconds: verdict.retryAfterSeconds };
  return isFull ? { code: 'too-many-requests', retryAfterSeconds: 1 } : undefined;
};

const aboutOf = (frame: ClientFrame): About =>
  'topic' in frame ? { ref: frame.ref, topic: frame.topic.name } : { ref: frame.ref };
