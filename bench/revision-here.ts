import { outputOf } from '../tests/support/mysql/output-of.ts';

/** Which revision is measured. */
export const revisionHere = (): Promise<string> =>
  outputOf('git', ['rev-parse', '--short', 'HEAD']).then(
    (printed) => printed.trim(),
    () => 'an unknown revision',
  );
