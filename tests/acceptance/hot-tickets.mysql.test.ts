import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { onHotTickets } from '../faults/contention/on-hot-tickets.ts';
import { createDatabase } from '../support/mysql/databases.ts';

const patienceMs = 180_000;
const plant = join(import.meta.dirname, '../faults/defects/plant.ts');

const contended = async (updates: number, tickets: number, defect?: string) => {
  const { url: databaseUrl, drop } = await createDatabase(inject('mysqlServerUrl'));
  try {
    return await onHotTickets({
      ...{ databaseUrl, updates, tickets, writers: 12, progress: () => {} },
      ...(defect === undefined ? {} : { preloads: [plant], settings: { FAULTS_DEFECT: defect } }),
    });
  } finally {
    await drop();
  }
};

describe('When three processes change a few tickets at once', () => {
  test('every accepted update is there once, in order, and the counters are right', {
    timeout: patienceMs,
  }, async () => {
    const { accepted, counts, findings } = await contended(1000, 50);
    expect(findings).toEqual([]);
    expect(accepted).toBeGreaterThan(250);
    expect([...counts.keys()]).toEqual(expect.arrayContaining(['200', '201', '409', '412']));
  });

  test.each([
    [
      'an update that overwrites another',
      'nobody looks at the version that an update was made to',
      'unasked',
    ],
    ['a gap in the facts', 'a fact is lost', 'seq'],
  ])('%s would be noticed', { timeout: patienceMs }, async (_, defect, check) => {
    const { findings } = await contended(200, 4, defect);
    expect(findings.map((finding) => finding.check)).toContain(check);
  });
});
