import { expect, test } from 'vitest';
import { held, holdingBack } from '#adapters/mikro-orm/held-statements.ts';

/** A connection that writes down what it is sent, and answers each statement of a packet with its text. */
const recording = (fails?: string) => {
  const sent: { readonly sql: string; readonly values: readonly unknown[] }[] = [];
  const query = holdingBack((sql, values, done) => {
    sent.push({ sql, values });
    const results = sql.split(';\n');
    if (fails !== undefined && sql.includes(fails)) done(new Error(fails), undefined as never);
    else done(undefined, (results.length > 1 ? results : sql) as never);
  });
  const ask = (sql: string, values: readonly unknown[] = []): Promise<unknown> =>
    new Promise((resolve, reject) => {
      query(sql, values, (error, result) => (error ? reject(error) : resolve(result)));
    });
  return { sent, ask };
};

test('what nobody waits for goes with the next statement, in order, in one packet', async () => {
  const { sent, ask } = recording();
  await ask('begin');
  expect(sent).toEqual([]);
  expect(await ask('select ?', [1])).toBe('select ?');
  await ask(held('insert ?'), [2]);
  await ask(held('update ?'), [3]);
  expect(sent).toHaveLength(1);
  await ask('commit');
  expect(sent).toEqual([
    { sql: 'begin;\nselect ?', values: [1] },
    { sql: `${held('insert ?')};\n${held('update ?')};\ncommit`, values: [2, 3] },
  ]);
});

test('a lone statement gets its own answer, whatever that is', async () => {
  const { ask } = recording();
  expect(await ask('select 1')).toBe('select 1');
});

test('a transaction that asked for nothing sends nothing, however it ends', async () => {
  for (const end of ['commit', 'rollback']) {
    const { sent, ask } = recording();
    await ask('begin');
    await ask(end);
    expect(sent).toEqual([]);
    await ask('select 1');
    expect(sent).toEqual([{ sql: 'select 1', values: [] }]);
  }
});

test('writes are kept by a commit, also when nothing was asked before it', async () => {
  const { sent, ask } = recording();
  await ask('begin');
  await ask(held('insert ?'), [1]);
  await ask('commit');
  expect(sent).toEqual([{ sql: `begin;\n${held('insert ?')};\ncommit`, values: [1] }]);
});

test('writes that wait when all is taken back are never sent', async () => {
  const { sent, ask } = recording();
  await ask('begin');
  await ask('select 1');
  await ask(held('insert ?'), [1]);
  await ask('rollback');
  await ask('select 2');
  expect(sent.map(({ sql }) => sql)).toEqual(['begin;\nselect 1', 'rollback', 'select 2']);
});

test('a failure is that of the packet, and nothing of it is sent again', async () => {
  const { sent, ask } = recording('insert');
  await ask('begin');
  await ask(held('insert ?'), [1]);
  await expect(ask('commit')).rejects.toThrow('insert');
  await ask('rollback');
  expect(sent.map(({ sql }) => sql)).toEqual([`begin;\n${held('insert ?')};\ncommit`, 'rollback']);
});
