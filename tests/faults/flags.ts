import { parseArgs } from 'node:util';

/** What a run does. */
export type Plan = {
  readonly isQuick: boolean;
  /** Only what has this in its name. */
  readonly only: string | undefined;
};

/** Reads the command line. @throws when it asks for what there is not. */
export const planFrom = (args: readonly string[]): Plan => {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  return { isQuick: values.quick, only: values.only };
};
