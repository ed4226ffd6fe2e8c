import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { closeByTimer } from '#domain/tickets/close.ts';
import { lifecycle, statuses } from '#domain/tickets/transitions.ts';
import { wake } from '#domain/tickets/wait.ts';
import { later, onHoldTicket, pendingTicket, ticketIn } from '../support/tickets.ts';
import { cellOf, commands, roles } from './lifecycle.commands.ts';
import { table } from './lifecycle.table.ts';

type CommandName = keyof typeof commands;
type RoleName = keyof typeof roles;

const commandNames = Object.keys(commands) as readonly CommandName[];
const roleNames = Object.keys(roles) as readonly RoleName[];
const words = (text: string | undefined): readonly string[] => text?.trim().split(/\s+/) ?? [];

const [heading, ...lines] = table
  .trim()
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('|'));

/** One cell of the table per command, role and status, each written out. */
const cells = lines.flatMap(([command, who, outcomes]) =>
  (command?.trim() === 'every-command' ? commandNames : words(command)).flatMap((name) =>
    words(who).flatMap((role) =>
      words(outcomes).map((outcome, column) => ({ key: `${name} ${role} ${statuses[column]}`, outcome })),
    ),
  ),
);
const expected = new Map(cells.map(({ key, outcome }) => [key, outcome]));

describe('the lifecycle as a table', () => {
  test('has a column for every status', () => {
    expect(words(heading?.[2])).toEqual(statuses);
  });

  test('says what becomes of every command, by everybody, on a ticket of every status, and says it once', () => {
    const combinations = commandNames.flatMap((command) =>
      roleNames.flatMap((role) => statuses.map((status) => `${command} ${role} ${status}`)),
    );
    expect(combinations).toHaveLength(35 * 7 * 8);
    expect(cells.map(({ key }) => key).toSorted()).toEqual(combinations.toSorted());
  });

  test.for(commandNames)('%s', (command) => {
    const outcomes = (outcomeOf: (role: RoleName, status: (typeof statuses)[number]) => string | undefined) =>
      Object.fromEntries(
        roleNames.map((role) => [
          role,
          Object.fromEntries(statuses.map((status) => [status, outcomeOf(role, status)])),
        ]),
      );
    expect(outcomes((role, status) => cellOf(commands[command](status, roles[role])))).toEqual(
      outcomes((role, status) => expected.get(`${command} ${role} ${status}`)),
    );
  });
});

describe('time alone', () => {
  const due = later(days(7));
  const passed = (ticket: ReturnType<typeof ticketIn>) => ({
    woken: cellOf(wake(ticket, { at: due })),
    closed: cellOf(closeByTimer(ticket, { at: due, rules: { autoCloseDays: 7, reopenWindowDays: 3 } })),
  });

  test.for([
    { ticket: ticketIn('new'), moved: { woken: 'new', closed: 'new' } },
    { ticket: ticketIn('open'), moved: { woken: 'open', closed: 'open' } },
    { ticket: pendingTicket({ waitUntil: due }), moved: { woken: 'open', closed: 'pending' } },
    { ticket: onHoldTicket({ waitUntil: due }), moved: { woken: 'open', closed: 'on-hold' } },
    { ticket: ticketIn('solved'), moved: { woken: 'solved', closed: 'closed' } },
    { ticket: ticketIn('closed'), moved: { woken: 'closed', closed: 'closed' } },
    { ticket: ticketIn('merged'), moved: { woken: 'merged', closed: 'merged' } },
    { ticket: ticketIn('spam'), moved: { woken: 'spam', closed: 'spam' } },
  ])('moves one that is $ticket.status as its timer says', ({ ticket, moved }) => {
    expect(passed(ticket)).toEqual(moved);
  });

  test('has a timer where a ticket waits, is solved, or is spam', () => {
    expect(statuses.map((status) => [status, lifecycle[status].timer])).toEqual([
      ['new', undefined],
      ['open', undefined],
      ['pending', { to: 'open', due: 'wait-until' }],
      ['on-hold', { to: 'open', due: 'wait-until' }],
      ['solved', { to: 'closed', due: days(7) }],
      ['closed', undefined],
      ['merged', undefined],
      ['spam', { to: 'purged', due: days(30) }],
    ]);
  });
});
