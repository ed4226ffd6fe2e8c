/** A row that no version of Hexdesk can have written. */
export class CorruptRow extends Error {
  readonly code = 'corrupt-row';
  constructor(table: string, id: string, detail: string) {
    super(`row ${id} of ${table} is corrupt: ${detail}`);
  }
}
