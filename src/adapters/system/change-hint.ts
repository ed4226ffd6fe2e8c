import type { ChangeHint } from '#application/ports/change-hint.ts';
import { listeners } from './listeners.ts';

type Topic = Parameters<ChangeHint['subscribe']>[0];

/** Hints given and heard within this process. */
export const inProcessChangeHint = (): ChangeHint & {
  /** Wakes whoever waits for this topic. */
  readonly hint: (topic: Topic) => void;
} => {
  const all = {
    facts: listeners<void>(),
    feed: listeners<void>(),
    mails: listeners<void>(),
    principals: listeners<void>(),
  } satisfies Record<Topic, unknown>;
  return {
    hint: (topic) => all[topic].tell(),
    subscribe: (topic, wake) => all[topic].add(wake),
  };
};
