import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#adapters/system/clock.ts';
import type { TicketRecord } from '#application/ports/ticket-record.ts';
import type { ImportTickets } from '#application/tickets/import-tickets.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { fold } from '#domain/tickets/fold.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { categoryWith } from '../support/categories.ts';
import { cost, product } from '../support/custom-fields.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { identityStoresOn } from '../support/identity-stores.ts';
import { archived, importOn } from '../support/imports.ts';
import { ada, carla } from '../support/people.ts';
import { record, traveller, travelling } from '../support/records.ts';
import { awaitingParts, inReview } from '../support/status-labels.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, subject } from '../support/tickets.ts';

const about = categoryWith(1);
const refunds = categoryWith(2, { name: 'Refunds / VAT', parent: about.id });
const labels = [awaitingParts, { ...inReview, isArchived: true }];
const labelOf = new Map<string, string>(labels.map(({ status, name }) => [status, name]));

/** Tickets in every status and priority, with all that a ticket may bring along. */
const manifold = (): readonly TicketRecord<Subject>[] =>
  statuses
    .filter((status) => status !== 'merged')
    .map((status, index) =>
      record(`OLD-${index}`, {
        status,
        subject: subject(`${status}: ça marche 🦔 “ß” \\ ' " ${'x'.repeat(100)}`),
        priority: priorities[index % 4] ?? 'low',
        tags: index % 2 ? ['vip', 'VIP', '🦔'] : [],
        customFields: index % 2 ? { product: 'fax', cost: 12.5 } : {},
        category: [undefined, ['Category 1'], ['Category 1', 'Refunds / VAT']][index % 3],
        statusLabel: labelOf.get(status),
        requester: traveller(`stranger${index % 3}@example.org`, 'Ça', 'Marche'),
        participants: index % 3 ? [traveller('paul@example.org', 'Paul', 'Example')] : [],
        assignee: index % 2 ? traveller('ben@example.org').email : undefined,
        updatedAt: later(9000),
        solvedAt: status === 'solved' || status === 'closed' ? later(5000) : undefined,
        closedAt: status === 'closed' ? later(6000) : undefined,
        waitUntil: status === 'pending' ? later(70_000) : undefined,
        customerWaiting: status === 'on-hold',
        followUpOf: index === 3 ? 'OLD-1' : undefined,
        messages: [
          {
            ...travelling(undefined, 'Help'),
            author: traveller(`stranger${index % 3}@example.org`, 'Ça', 'Marche'),
          },
          {
            ...travelling(undefined, 'Noted', { after: 1000, kind: 'internal' }),
            author: traveller('ben@example.org', 'Ben', 'Example'),
          },
          { ...travelling(undefined, 'We are on it', { after: 2000 }) },
          {
            ...travelling(undefined, '\u202bשלום\u202c\n\tand more', { after: 3000 }),
            author: traveller(`stranger${index % 3}@example.org`, 'Ça', 'Marche'),
          },
        ],
      }),
    );

eachEngine('Importing tickets', (engine) => {
  let db: TestDatabase;
  let bring: ImportTickets;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    bring = importOn(db);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
    await addTheCast(db);
    await db.session.transaction(async () => {
      for (const field of [product, cost]) await db.stores.customFields.add(field);
      for (const category of [about, refunds]) await db.stores.categories.add(category);
      for (const label of labels) await db.stores.statusLabels.add(label);
    });
  });

  test('stores each as its facts make it, counted without a gap, and gives it back as it came', async () => {
    const records = manifold();
    expect(await bring(records)).toEqual(records.map(() => ({ outcome: 'imported' })));
    const left = await archived(db);
    expect(left.map((one) => one.record)).toEqual(records);
    for (const { number } of left) {
      const stored = await db.stores.reader.find({ number });
      if (stored === undefined) throw new Error('no such ticket');
      const { id } = stored.ticket;
      const history = await db.stores.history.page(id, 'staff', { after: 0, limit: 100 });
      const open = await db.stores.history.page(id, 'customer', { after: 0, limit: 100 });
      expect(stored.ticket).toEqual(
        fold(
          id,
          history.map(({ fact }) => fact),
        ),
      );
      expect(stored).toMatchObject({
        version: history.length,
        publicVersion: open.length,
        updatedAt: later(9000),
      });
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    }
  });

  test('numbers them as they come, behind those that are there', async () => {
    await bring([record('A'), record('B')]);
    await bring([record('C')]);
    const left = await archived(db);
    expect(left.map((one) => one.record.externalId)).toEqual(['A', 'B', 'C']);
    expect(new Set(left.map(({ number }) => number)).size).toBe(3);
  });

  test('changes nothing when they are brought again, in one go or within the same', async () => {
    await bring([record('A')]);
    const before = await archived(db);
    expect(await bring([record('A', { subject: subject('Another') }), record('A')])).toEqual([
      { outcome: 'known' },
      { outcome: 'known' },
    ]);
    expect(await archived(db)).toEqual(before);
    expect(await bring([record('B'), record('B')])).toEqual([{ outcome: 'imported' }, { outcome: 'known' }]);
  });

  test('tells names apart byte by byte', async () => {
    const names = ['a', 'A', 'ä', 'a ', 'ａ'];
    expect(await bring(names.map((name) => record(name)))).toEqual(
      names.map(() => ({ outcome: 'imported' })),
    );
  });

  test('makes strangers customers who can prove that the address is theirs', async () => {
    const stranger = traveller('new@example.org', 'New', 'Comer');
    await bring([
      record('A', { requester: stranger }),
      record('B', { requester: { ...stranger, firstName: 'Other' } }),
    ]);
    const { users } = identityStoresOn(db, systemClock);
    expect(await users.withEmail(stranger.email)).toMatchObject({
      ...stranger,
      status: 'unverified',
      grants: [{ role: 'customer', scope: { kind: 'global' } }],
    });
  });

  test('counts what staff of today wrote as an answer, and what anybody else wrote as a question', async () => {
    const answer = travelling('ben@example.org', 'Because', { after: 1 });
    const stranger = travelling('who@example.org', 'Me too', { after: 1 });
    await bring([record('A', { messages: [...record('A').messages, answer] })]);
    await bring([record('B', { messages: [...record('B').messages, stranger] })]);
    const [first, second] = await archived(db);
    const waiting = async (number = 0) => (await db.stores.reader.find({ number }))?.ticket.waitingSince;
    expect([await waiting(first?.number), await waiting(second?.number)]).toEqual([undefined, later(0)]);
  });

  test.each<[string, Partial<TicketRecord<Subject>>, string]>([
    ['a queue nobody made', { queue: 'Nowhere' }, 'queue: unknown-queue'],
    ['a category nobody made', { category: ['Category 1', 'Nowhere'] }, 'category: unknown-category'],
    ['a label of another status', { statusLabel: 'In review' }, 'statusLabel: unknown-status-label'],
    [
      'an assignee nobody knows',
      { assignee: traveller('who@example.org').email },
      'assignee: unknown-assignee',
    ],
    [
      'an assignee of another queue',
      { assignee: traveller('sam@example.org').email },
      'assignee: assignee-not-eligible',
    ],
    [
      'a customer as assignee',
      { status: 'closed', assignee: traveller('paul@example.org').email },
      'assignee: assignee-not-eligible',
    ],
    [
      'a note by a stranger',
      {
        messages: [
          travelling('carla@example.org', 'A'),
          travelling('who@example.org', 'B', { kind: 'internal' }),
        ],
      },
      'messages.1.author: unknown-note-author',
    ],
    [
      'a note by a customer',
      {
        messages: [
          travelling('carla@example.org', 'A'),
          travelling('paul@example.org', 'B', { kind: 'internal' }),
        ],
      },
      'messages.1.author: note-author-not-staff',
    ],
    ['an original nobody imported', { followUpOf: 'B' }, 'followUpOf: unknown-original'],
    ['a past that cannot be', { status: 'merged' }, 'status: merged'],
  ])('refuses one with %s, and nothing of it stays', async (_, facts, refusal) => {
    const [refused, good] = await bring([
      record('A', { requester: traveller('new@example.org'), ...facts }),
      record('C'),
    ]);
    expect(good).toEqual({ outcome: 'imported' });
    if (refused?.outcome !== 'refused') throw new Error('it was not refused');
    expect(refused.reasons.map(({ path, code }) => `${path}: ${code}`)).toEqual([refusal]);
    expect((await archived(db)).map((one) => one.record.externalId)).toEqual(['C']);
    expect(
      await identityStoresOn(db, systemClock).users.withEmail(traveller('new@example.org').email),
    ).toBeUndefined();
  });

  test('leaves a closed ticket with an agent who works elsewhere by now', async () => {
    const assignee = traveller('sam@example.org').email;
    expect(await bring([record('A', { status: 'closed', assignee })])).toEqual([{ outcome: 'imported' }]);
  });

  test('can take up an earlier one that comes along', async () => {
    await bring([record('A', { status: 'closed' }), record('B', { followUpOf: 'A' })]);
    expect((await archived(db)).map((one) => one.record.followUpOf)).toEqual([undefined, 'A']);
  });

  test('lets each be found by its name elsewhere, by those who may see it as staff', async () => {
    await bring([record('A'), record('B')]);
    const wanted = (externalId: string) => ({
      filter: {
        statuses: [],
        queue: undefined,
        assignee: undefined,
        requester: undefined,
        priority: undefined,
        tag: undefined,
        updatedSince: undefined,
        externalId,
      },
      sort: '-updatedAt' as const,
      after: undefined,
      limit: 10,
    });
    const staff = visibilityOf(ada);
    const { items } = await db.stores.list.page(staff, wanted('B'));
    expect(items.map(({ ticket }) => ticket.externalId)).toEqual(['B']);
    expect((await db.stores.list.page(staff, wanted('b'))).items).toEqual([]);
    const customer = visibilityOf(carla);
    expect((await db.stores.list.page(customer, wanted('B'))).items).toEqual([]);
  });
});
