import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { relaysOn } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, noon } from '../support/tickets.ts';
import { writeFact, writeTicket } from '../support/written-facts.ts';
import { checkAll } from './check/check-all.ts';
import { readEvidence } from './check/evidence.ts';
import type { MailRoad } from './check/mails.ts';
import type { Entry } from './load/ledger.ts';

describe('What the fault suite finds in a database', () => {
  let database: TestDatabase;
  const clock = adjustableClock();

  beforeEach(async () => {
    const embedded = {
      name: 'SQLite',
      databaseUrl: async () => ({ url: 'sqlite::memory:', drop: async () => {} }),
    } as const;
    database = await openTestDatabase(embedded, clock);
    await addTheCast(database);
    const id = await writeTicket(database, uuidV7Source({ clock }).next(), noon);
    await sql`update messages set body = 'Please help. key-1-yek'`.execute(database.session.db());
    await writeFact(database, id, later(1));
    await writeFact(database, id, later(2));
    await relaysOn(database, clock).sequencer.stamp(10);
  });
  afterEach(() => database.close());

  const raised: Entry = {
    write: {
      key: 'key-1-yek',
      by: 'carla',
      method: 'POST',
      path: '/v1/tickets',
      body: undefined,
      ifMatch: undefined,
      makes: 'ticket',
    },
    outcome: 'acknowledged',
    answer: '{}',
  };
  const quietRoad: MailRoad = { arrivals: [], kills: [], excused: [], slowestMs: 100 };

  const found = async (
    entries: readonly Entry[] = [raised],
    road = quietRoad,
  ): Promise<readonly string[]> => {
    const all = checkAll(await readEvidence(database.session), entries, road);
    // releases that nobody asked for over HTTP are how this history was made
    const relevant = all.filter(({ what }) => !what.startsWith('nobody was told of ticket-released'));
    return [...new Set(relevant.map(({ check }) => check))];
  };
  const tamper = (statement: string) => sql.raw(statement).execute(database.session.db());

  test('is nothing while all is well', async () => {
    expect(await found()).toEqual([]);
  });

  test.each([
    ['a fact has another number', 'update facts set seq = 7 where seq = 3', ['seq']],
    ['a ticket counts otherwise', 'update tickets set version = 4', ['seq']],
    ['a ticket is not what its facts say', 'update tickets set priority = 3', ['fold']],
    ['a message has no fact', 'update messages set seq = 2, public_seq = null', ['whole']],
    ['a position is left out', 'update facts set position = 9 where position = 3', ['feed']],
    ['a fact has no position', 'update facts set position = null where position = 3', ['feed']],
    ['what was acknowledged is gone', "update messages set body = 'Help'", ['acknowledged']],
    ['a key has two effects', "update messages set body = 'key-1-yek key-1-yek'", ['once']],
    ['there is what nobody sent', "update messages set body = 'key-1-yek key-2-yek'", ['unasked']],
  ])('is found when %s', async (_, statement, expected) => {
    await tamper(statement);
    expect(await found()).toEqual(expected);
  });

  test('is found when what was refused is there', async () => {
    expect(await found([{ ...raised, outcome: 'refused' }])).toEqual(['unasked']);
  });

  test('is a mail that arrives twice, unless somebody was killed in between', async () => {
    const arrivals = [1000, 9000].map((at) => ({ messageId: '<mail@host>', at }));
    expect(await found([raised], { ...quietRoad, arrivals })).toContain('twice');
    expect(await found([raised], { ...quietRoad, arrivals, kills: [5000] })).toContain('twice');
    for (const kill of [900, 1100]) {
      expect(await found([raised], { ...quietRoad, arrivals, kills: [kill] })).not.toContain('twice');
    }
  });

  test('are more mails that arrive twice than those who were killed could have had on their way', async () => {
    const arrivalsOf = (count: number) =>
      [1000, 9000].flatMap((at) =>
        Array.from({ length: count }, (_, mail) => ({ messageId: `<${mail}>`, at })),
      );
    const kills = [1100, 1100];
    expect(await found([raised], { ...quietRoad, arrivals: arrivalsOf(8), kills })).not.toContain('twice');
    expect(await found([raised], { ...quietRoad, arrivals: arrivalsOf(9), kills })).toContain('twice');
  });
});
