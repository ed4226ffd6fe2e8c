import { type Engine, engines } from '../../support/engines.ts';

/** SQLite in memory, for what does not depend on the engine. */
export const inMemory: Engine = engines.find(({ name }) => name === 'SQLite') ?? missing();

function missing(): never {
  throw new TypeError('there is no SQLite to test on');
}
