/**
 * What spreadsheets take for a formula, with or without white space before it; and what looks as if it had been
 * guarded already, so that guarding can be undone without a doubt.
 */
const dangerous = /^'*(?:[\s\p{Cc}]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/** Makes a cell a text that no spreadsheet runs: an apostrophe goes before whatever could be a formula. */
export const guarded = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

/** Takes that apostrophe away again. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && dangerous.test(cell.slice(1)) ? cell.slice(1) : cell;

/** Cells as a line of CSV (RFC 4180), each in quotes and none a formula. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
