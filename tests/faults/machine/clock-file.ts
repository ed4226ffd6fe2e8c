import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The clock of one Hexdesk, in the hands of whoever tests it. */
export type ClockFile = {
  /** What makes a Hexdesk follow it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly preload: string;
  /** Sets it so far off. */
  set(offMs: number): void;
};

/** A clock that is right, for now. */
export const clockFile = (folder: string, name: string): ClockFile => {
  const file = join(folder, `${name}.clock`);
  const set = (offMs: number): void => {
    // whole at any moment, for it is read at any moment
    writeFileSync(`${file}.new`, String(offMs));
    renameSync(`${file}.new`, file);
  };
  set(0);
  return {
    settings: { FAULTS_CLOCK: file },
    preload: join(import.meta.dirname, 'movable-clock.ts'),
    set,
  };
};
