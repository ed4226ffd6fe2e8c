import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { lifecycle, type Status, statuses } from '#domain/tickets/transitions.ts';

const document = await readFile(`${import.meta.dirname}/../../docs/ticket-lifecycle.md`, 'utf8');
const tables = document.match(/(?:^\|.*\n)+/gm) ?? [];
const diagram = /```mermaid\n(.*?)```/s.exec(document)?.[1] ?? '';

const withoutPadding = (table: string): readonly string[] =>
  table
    .trim()
    .split('\n')
    .map((line) =>
      line.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, (dashes) => (dashes.length > 2 ? '-' : dashes)),
    );

const when = (due: 'wait-until' | number): string =>
  due === 'wait-until' ? 'at `waitUntil`' : `after ${due / days(1)} days`;

const rowOf = (from: Status): string => {
  const { customerReply, staffReply, timer, asked } = lifecycle[from];
  const requests = Object.entries(asked).map(([to, permission]) => `${to} (\`${permission}\`)`);
  const cells = [
    from,
    customerReply,
    staffReply,
    timer === undefined ? 'none' : `${when(timer.due)}: ${timer.to}`,
    requests.length === 0 ? 'none' : requests.join(', '),
  ];
  return `|${cells.join('|')}|`;
};

const edgesOf = (from: Status): readonly string[] => {
  const { customerReply, staffReply, timer, asked } = lifecycle[from];
  const reasons = (to: string): readonly string[] => [
    ...(customerReply === to ? ['customer writes'] : []),
    ...(staffReply === to ? ['staff answer'] : []),
    ...(timer?.to === to ? ['time'] : []),
    ...(to in asked ? ['asked for'] : []),
  ];
  const name = (status: string): string => (status === 'purged' ? '[*]' : status.replace('-', '_'));
  return [...statuses, 'purged']
    .filter((to) => reasons(to).length > 0)
    .map((to) => `${name(from)} --> ${name(to)}: ${reasons(to).join(', ')}`);
};

describe('what the documentation says of the lifecycle', () => {
  test('its table is the one the code decides by', () => {
    expect(tables).toHaveLength(1);
    expect(withoutPadding(tables[0] ?? '')).toEqual([
      "|from|customer's reply|staff's reply|time|asked for|",
      '|-|-|-|-|-|',
      ...statuses.map(rowOf),
    ]);
  });

  test('its diagram draws every move of the table, and no other', () => {
    const drawn = diagram
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.includes('-->'));
    expect(drawn).toEqual(['[*] --> new: opened', ...statuses.flatMap(edgesOf)]);
  });
});
