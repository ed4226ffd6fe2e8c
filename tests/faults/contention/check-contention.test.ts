import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addTheCast } from '../../support/the-cast.ts';
import { later, noon } from '../../support/tickets.ts';
import { writeFact, writeTicket } from '../../support/written-facts.ts';
import { readEvidence } from '../check/evidence.ts';
import { type Accepted, checkContention } from './check-contention.ts';

describe('What is found when many change a ticket at once', () => {
  let database: TestDatabase;
  let ticketId: string;
  let first: number;
  const clock = adjustableClock();

  beforeEach(async () => {
    const embedded = {
      name: 'SQLite',
      databaseUrl: async () => ({ url: 'sqlite::memory:', drop: async () => {} }),
    } as const;
    database = await openTestDatabase(embedded, clock);
    await addTheCast(database);
    const id = await writeTicket(database, uuidV7Source({ clock }).next(), noon);
    ticketId = id;
    first = (await readEvidence(database.session)).tickets[0]?.version ?? 0;
    await writeFact(database, id, later(1));
    await writeFact(database, id, later(2));
  });
  afterEach(() => database.close());

  const updated = (by: number, ifMatch?: number): Accepted => ({ ticketId, version: first + by, ifMatch });
  const found = async (accepted: readonly Accepted[]): Promise<readonly string[]> => {
    const beginnings = new Map([[ticketId, first]]);
    const all = checkContention(await readEvidence(database.session), beginnings, accepted);
    return [...new Set(all.map(({ check }) => check))];
  };

  test('is nothing while every accepted update has its version', async () => {
    expect(await found([updated(1), updated(2, first + 1)])).toEqual([]);
  });

  test('is an update that was accepted and is lost', async () => {
    expect(await found([updated(1), updated(2), updated(2)])).toEqual(['acknowledged', 'once']);
  });

  test('is a version that nobody was told of', async () => {
    expect(await found([updated(1)])).toEqual(['acknowledged']);
  });

  test('is an update to a version that was not the last', async () => {
    expect(await found([updated(1), updated(2, first)])).toEqual(['unasked']);
  });

  test('is a gap between two facts', async () => {
    await sql`update facts set seq = seq + 1 where seq = ${first + 2}`.execute(database.session.db());
    expect(await found([updated(1), updated(2)])).toEqual(['seq']);
  });
});
