import { type EraseTextsDeps, eraseSomeTexts } from '../privacy/erase-texts.ts';
import type { Relay } from './relay.ts';

/** Erases what is left of people who asked for it, a few tickets at a time. */
export const finishErasures = (deps: EraseTextsDeps): Relay => ({
  name: 'finish-erasures',
  topic: 'principals',
  async run() {
    const running = await deps.erasures.running();
    if (running === undefined) return false;
    await eraseSomeTexts(deps, running);
    return true;
  },
});
