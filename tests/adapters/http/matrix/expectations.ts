import type { Permission } from '#domain/access/permissions.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { exceptions, outcomes, rights } from './rights.table.ts';

const words = (text: string | undefined): readonly string[] => text?.trim().split(/\s+/) ?? [];

const linesOf = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|'));

const [rightsHead = [], ...rightsLines] = linesOf(rights);
const rightNames = words(rightsHead[1]);

/** `-`, `x` or `+` for everybody and every right. */
const held = new Map(
  rightsLines.flatMap(([who, marks]) =>
    words(marks).map((mark, column) => [`${who?.trim()} ${rightNames[column]}`, mark] as const),
  ),
);

export const everyone: readonly string[] = rightsLines.map(([who = '']) => who.trim());

/** What the table of rights says. */
export const markOf = (who: string, right: string): string => {
  const mark = held.get(`${who} ${right}`);
  if (mark === undefined) throw new TypeError(`the table says nothing of ${who} and ${right}`);
  return mark;
};

/** The permission that each right of the table is. */
export const permissionOf: Readonly<Record<string, Permission>> = {
  see: 'ticket:read',
  notes: 'ticket:read-internal',
  note: 'ticket:note',
  reply: 'ticket:reply',
  rename: 'ticket:rename',
  triage: 'ticket:triage',
  move: 'ticket:move',
  work: 'ticket:work',
  solve: 'ticket:solve',
  reopen: 'ticket:reopen',
  close: 'ticket:close',
  unclose: 'ticket:reopen-closed',
  spam: 'ticket:mark-spam',
  claim: 'ticket:claim',
  release: 'ticket:release',
  assign: 'ticket:assign',
  steal: 'ticket:steal',
  merge: 'ticket:merge',
  redact: 'ticket:redact',
};

/** Rights to a ticket that no operation on one asks for: it is not there yet. */
export const elsewhere: readonly Permission[] = ['ticket:open', 'ticket:open-for-others'];

/** The rights that the table has a column for. */
export const rightsInTable: readonly string[] = rightNames;

const codes: Readonly<Record<string, string>> = {
  '!closed': '409 ticket-closed',
  '!merged': '409 ticket-merged',
  '!spam': '409 ticket-is-spam',
  '!move': '409 transition-not-allowed',
  '!held': '409 already-claimed',
  '!active': '409 ticket-not-active',
  '!apart': '409 not-merged',
};

const exceptional = new Map(
  linesOf(exceptions).map(([who, operation, answered]) => [
    `${who?.trim()} ${operation?.trim()}`,
    answered?.trim(),
  ]),
);

/** A cell: what somebody is answered who tries an operation on a ticket of a status. */
export type Cell = {
  readonly who: string;
  readonly operation: string;
  readonly status: Status;
  readonly expected: string;
};

const customerSide = new Set(['requester', 'participant']);

/** Every cell of the matrix, written out; those for which another right would be asked are left out. */
export const cells: readonly Cell[] = linesOf(outcomes)
  .slice(1)
  .flatMap(([name, right, columns]) =>
    statuses.flatMap((status, column): readonly Cell[] => {
      const cell = words(columns)[column];
      if (cell === undefined) throw new TypeError(`${name} says nothing of ${status}`);
      if (cell === '.') return [];
      const [asCustomer = '', asStaff = asCustomer] = cell.split('~');
      return everyone.map((who) => {
        const mark = markOf(who, right?.trim() ?? '');
        const answered = customerSide.has(who) ? asCustomer : asStaff;
        const allowed = codes[answered] ?? answered;
        const refused = mark === '-' ? '404 not-found' : '403 not-permitted';
        const operation = name?.trim() ?? '';
        const usual = mark === '+' ? allowed : refused;
        return { who, operation, status, expected: exceptional.get(`${who} ${operation}`) ?? usual };
      });
    }),
  );
