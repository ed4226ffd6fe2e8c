import type { presentRecord } from '../../wire/ticket-record.ts';
import type { Unreadable } from './source-row.ts';

/** The columns of a CSV file, in the order in which they are written. */
export const columns = [
  'externalId',
  'subject',
  'status',
  'priority',
  'tags',
  'customFields',
  'queue',
  'category',
  'statusLabel',
  'requesterEmail',
  'requesterFirstName',
  'requesterLastName',
  'participants',
  'assignee',
  'openedAt',
  'updatedAt',
  'solvedAt',
  'closedAt',
  'waitUntil',
  'customerWaiting',
  'followUpOf',
  'messages',
] as const;
export type Column = (typeof columns)[number];

/** The columns without which no ticket can be made of a row. */
export const neededColumns = [
  'externalId',
  'subject',
  'status',
  'queue',
  'requesterEmail',
  'openedAt',
  'messages',
] as const satisfies readonly Column[];

export type Cells = ReadonlyMap<Column, string>;

/** The ticket that the cells of a row tell of, in the form of JSON Lines; empty cells are left out. */
export const ticketIn = (cells: Cells): { readonly value: unknown } | { readonly unreadable: Unreadable } => {
  const value: Record<string, unknown> = {};
  const requester: Record<string, unknown> = {};
  for (const [column, cell] of cells) {
    if (cell === '') continue;
    const requesterField = requesterFields[column];
    if (requesterField !== undefined) requester[requesterField] = cell;
    else if (column === 'tags' && !cell.startsWith('['))
      value[column] = cell.split(';').map((tag) => tag.trim());
    else if (jsonColumns.has(column)) {
      const parsed = parsedJson(cell);
      if (parsed === undefined) {
        return { unreadable: { path: column, code: 'not-json', message: 'is not JSON' } };
      }
      value[column] = parsed.json;
    } else value[column] = cell;
  }
  return { value: { ...value, requester } };
};

const requesterFields: Readonly<Partial<Record<Column, string>>> = {
  requesterEmail: 'email',
  requesterFirstName: 'firstName',
  requesterLastName: 'lastName',
};

const jsonColumns: ReadonlySet<Column> = new Set([
  'tags',
  'customFields',
  'category',
  'participants',
  'customerWaiting',
  'messages',
]);

const parsedJson = (cell: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(cell) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
};

/** The cells of a ticket, in the order of the columns. */
export const cellsOf = (ticket: ReturnType<typeof presentRecord>): readonly string[] => {
  const { requester, ...rest } = ticket;
  const flat: Readonly<Partial<Record<Column, unknown>>> = {
    ...rest,
    requesterEmail: requester.email,
    requesterFirstName: requester.firstName,
    requesterLastName: requester.lastName,
  };
  return columns.map((column) => {
    const value = flat[column];
    if (value === undefined) return '';
    if (value instanceof Date) return value.toISOString();
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
};
