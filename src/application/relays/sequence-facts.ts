import type { Sequencer } from '../ports/feed.ts';
import type { Relay } from './relay.ts';

/** Facts stamped in one go. */
export const stampedAtOnce = 200;

/** Gives committed facts their place in the one order across tickets, which all others read. */
export const sequenceFacts = ({ sequencer }: { readonly sequencer: Sequencer }): Relay => ({
  name: 'sequence-facts',
  topic: 'facts',
  run: async () => (await sequencer.stamp(stampedAtOnce)) === stampedAtOnce,
  release: () => sequencer.release(),
});
