import type { ErasureJournal } from '../ports/erasure-journal.ts';
import { type EraseTextsDeps, eraseSomeTexts } from '../privacy/erase-texts.ts';
import type { Relay } from './relay.ts';

export type FinishErasuresDeps = EraseTextsDeps & { readonly erasureJournal: ErasureJournal };

/** Erases what is left of people who asked for it, a few tickets at a time. */
export const finishErasures = (deps: FinishErasuresDeps): Relay => ({
  name: 'finish-erasures',
  topic: 'principals',
  async run() {
    const running = await deps.erasures.running();
    if (running === undefined) {
      await deps.erasureJournal.catchUp();
      return false;
    }
    await eraseSomeTexts(deps, running);
    return true;
  },
});
