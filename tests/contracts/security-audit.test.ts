import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AuditEnd } from '#application/ports/audit-trail.ts';
import { type AuditEntry, mostPerHour } from '#application/ports/security-audit.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { noon } from '../support/tickets.ts';

const clock = { now: () => noon };

const verified = (stores: IdentityStores, noted?: AuditEnd) =>
  stores.auditTrail.verify({ noted, progress: () => {} });

const signedIn = (count: number): AuditEntry => ({
  action: 'signed-in',
  actor: userId(count),
  subject: { kind: 'user', id: userId(count) },
  after: { count },
});

const append = (stores: IdentityStores, entry: AuditEntry) =>
  stores.unitOfWork.run((tx) => tx.audit.append(entry));

eachEngine('The security audit', (engine) => {
  let db: TestDatabase;
  let stores: IdentityStores;
  beforeAll(async () => {
    db = await openTestDatabase(engine, clock);
    stores = identityStoresOn(db, clock);
  });
  beforeEach(async () => {
    await db.empty();
    for (const count of [1, 2, 3, 4, 5]) await append(stores, signedIn(count));
  });
  afterAll(() => db.close());

  const doing = (statement: ReturnType<typeof sql>) => statement.execute(db.session.db());
  const rows = () => db.session.db().selectFrom('audit_entries').selectAll().orderBy('n').execute();

  test('holds only so many entries an hour of what strangers cause', async () => {
    const failed = (count?: number): AuditEntry => ({
      action: 'sign-in-failed',
      actor: undefined,
      ...(count && { subject: { kind: 'user', id: userId(count) } }),
    });
    const flood = (entry: AuditEntry) =>
      stores.unitOfWork.run(async (tx) => {
        await tx.audit.appendBounded(entry);
      });
    for (let times = 0; times < mostPerHour.perSubject + 5; times += 1) await flood(failed(1));
    expect(await rows()).toHaveLength(5 + mostPerHour.perSubject);
    await flood(failed(2));
    await flood(failed());
    expect(await rows()).toHaveLength(5 + mostPerHour.perSubject + 2);
    expect(await verified(stores)).toMatchObject({ ok: true });
  });

  test('is whole as long as nobody touches it', async () => {
    expect(await verified(stores)).toEqual({
      ok: true,
      end: await stores.auditTrail.end(),
      erasedDetails: 0,
    });
    expect(await stores.auditTrail.end()).toMatchObject({ entries: 5 });
  });

  test('tells where a request came from', async () => {
    await stores.origin.within({ address: '203.0.113.7', requestId: 'a-request' }, () =>
      append(stores, signedIn(6)),
    );
    const last = (await rows()).at(-1);
    expect(last).toMatchObject({ request_id: 'a-request' });
    expect(JSON.parse(last?.details ?? '')).toMatchObject({ address: '203.0.113.7', after: { count: 6 } });
  });

  test('holds nothing of what failed', async () => {
    const failing = stores.unitOfWork.run(async (tx) => {
      await tx.audit.append(signedIn(6));
      throw new RangeError('it broke');
    });
    await expect(failing).rejects.toThrow('it broke');
    expect(await rows()).toHaveLength(5);
  });

  test('keeps several entries of one change in their order', async () => {
    await stores.unitOfWork.run(async (tx) => {
      for (const count of [6, 7, 8]) await tx.audit.append(signedIn(count));
    });
    expect((await rows()).map(({ actor_id }) => actor_id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(userId));
    expect(await verified(stores)).toMatchObject({ ok: true });
  });

  test.each([
    ['who did it', sql`update audit_entries set actor_id = ${userId(9)} where n = 3`],
    ['what was done', sql`update audit_entries set action = 'signed-out' where n = 3`],
    ['whom it was about', sql`update audit_entries set subject_id = ${userId(9)} where n = 3`],
    ['which request it was', sql`update audit_entries set request_id = 'another' where n = 3`],
    ['before, after or address', sql`update audit_entries set details = '{}' where n = 3`],
    ['its own hash', sql`update audit_entries set hash = details_seal where n = 3`],
  ])('names the first entry of which somebody altered %s', async (_, tampering) => {
    await doing(tampering);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'altered', n: 3 } });
  });

  test('names an entry that lost its details although nobody was erased', async () => {
    await doing(sql`update audit_entries set details = null where n in (3, 4)`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'details-removed', n: 3 } });
  });

  test('names the first entry that was removed', async () => {
    await doing(sql`delete from audit_entries where n in (2, 4)`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'removed', n: 2 } });
  });

  test('names the place of an entry that was removed and closed up', async () => {
    await doing(sql`delete from audit_entries where n = 2`);
    for (const n of [3, 4, 5]) await doing(sql`update audit_entries set n = ${n - 1} where n = ${n}`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'altered', n: 2 } });
  });

  test('names the first of entries that changed places', async () => {
    for (const [from, to] of [
      [2, 9],
      [4, 2],
      [9, 4],
    ]) {
      await doing(sql`update audit_entries set n = ${to} where n = ${from}`);
    }
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'reordered', n: 2 } });
  });

  test('notices when the newest entries are removed', async () => {
    await doing(sql`delete from audit_entries where n > 3`);
    expect(await verified(stores)).toEqual({
      ok: false,
      flaw: { kind: 'newest-removed', n: 3, expected: 5 },
    });
  });

  test('notices when the record of its end is altered to fit', async () => {
    await doing(sql`delete from audit_entries where n > 3`);
    const last = (await rows()).at(-1);
    await doing(sql`update audit_heads set entries = 3, hash = ${last?.hash}`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'end-altered', n: 3 } });
  });

  test('notices when the record of its end is removed, also after it went on', async () => {
    await doing(sql`delete from audit_entries where n > 3`);
    await doing(sql`delete from audit_heads`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'end-altered', n: 3 } });
    await append(stores, signedIn(6));
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'altered', n: 4 } });
  });

  test('never mends a gap by going on after it', async () => {
    await doing(sql`delete from audit_entries where n > 3`);
    await append(stores, signedIn(6));
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'removed', n: 4 } });
  });

  test('notices against a note taken earlier that the whole database was set back', async () => {
    const before = await db.session.db().selectFrom('audit_heads').selectAll().executeTakeFirstOrThrow();
    await append(stores, signedIn(6));
    const noted = await stores.auditTrail.end();
    await doing(sql`delete from audit_entries where n > 5`);
    await db.session.db().updateTable('audit_heads').set(before).execute();
    expect(await verified(stores)).toMatchObject({ ok: true });
    expect(await verified(stores, noted)).toEqual({
      ok: false,
      flaw: { kind: 'newest-removed', n: 5, expected: 6 },
    });
    await append(stores, signedIn(7));
    expect(await verified(stores, noted)).toEqual({ ok: false, flaw: { kind: 'another-audit', n: 6 } });
  });

  test('notices that it was emptied', async () => {
    await doing(sql`delete from audit_entries`);
    await doing(sql`delete from audit_heads`);
    expect(await verified(stores)).toEqual({ ok: false, flaw: { kind: 'end-altered', n: 0 } });
  });
});

eachSharedEngine('The security audit of several nodes', (engine) => {
  test('has one order and no gap, however many append at once', async () => {
    const db = await openTestDatabase(engine, clock);
    const nodes = [db, await db.anotherNode(clock)].map((node) => identityStoresOn(node, clock));
    await Promise.all(
      Array.from({ length: 40 }, (_, count) => nodes[count % 2]).map(
        (stores, count) => stores && append(stores, signedIn(count)),
      ),
    );
    const [first] = nodes;
    expect(first && (await verified(first))).toMatchObject({ ok: true, end: { entries: 40 } });
    await db.close();
  });
});
