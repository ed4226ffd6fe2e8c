import { appendFile, rm, writeFile } from 'node:fs/promises';
import type { Breach } from '../../wire/problem.ts';
import { jsonLine } from './json-lines.ts';

/** A row that was not imported, and everything that is wrong with it. Nothing of what it says is repeated. */
export type RefusedRow = {
  readonly line: number;
  readonly externalId: string | null;
  readonly reasons: readonly Breach[];
};

/** Where refused rows are told, a line of JSON each. */
export type RefusalReport = {
  readonly path: string;
  add(rows: readonly RefusedRow[]): Promise<void>;
};

/** A report beside the file it is about; the one of an earlier run goes, and nothing refused means no report. */
export const refusalReport = async (file: string): Promise<RefusalReport> => {
  const path = `${file}.refused.jsonl`;
  await rm(path, { force: true });
  let begun = false;
  return {
    path,
    async add(rows) {
      if (rows.length === 0) return;
      const text = rows.map(jsonLine).join('');
      await (begun ? appendFile(path, text) : writeFile(path, text, { mode: 0o600 }));
      begun = true;
    },
  };
};
