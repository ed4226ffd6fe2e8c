import { expect, test } from 'vitest';
import { openTestDatabase } from '../support/database.ts';
import { archived, importOn } from '../support/imports.ts';
import { record, traveller } from '../support/records.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { addTheCast } from '../support/the-cast.ts';

eachSharedEngine('Importing one file twice at once', (engine) => {
  test('brings each ticket and each stranger in once', async () => {
    const db = await openTestDatabase(engine);
    const other = await db.anotherNode();
    await addTheCast(db);
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 10 }, (_, index) =>
        record(`${batch}-${index}`, { requester: traveller(`stranger${index}@example.org`) }),
      ),
    );
    const outcomes = (
      await Promise.all(
        [db, other].map(async (node) => {
          const bring = importOn(node);
          const all = [];
          for (const batch of batches) all.push(...(await bring(batch)));
          return all;
        }),
      )
    ).flat();
    expect(outcomes.filter(({ outcome }) => outcome === 'imported')).toHaveLength(80);
    expect(outcomes.filter(({ outcome }) => outcome === 'known')).toHaveLength(80);
    expect(await archived(db)).toHaveLength(80);
    await db.close();
  });
});
