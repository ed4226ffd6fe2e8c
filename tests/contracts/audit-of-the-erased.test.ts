import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseDetails } from '#adapters/mikro-orm/audit/audit-entry.ts';
import { emptyAuditOf } from '#adapters/mikro-orm/audit/empty-details.ts';
import type { AuditEntry } from '#application/ports/security-audit.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { placesOf } from '../support/every-column.ts';
import { userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { noon } from '../support/tickets.ts';

const clock = { now: () => noon };
const [erased, other] = [userId(1), userId(2)];
const hersIs = '203.0.113.7';

eachEngine('The audit of somebody who is erased', (engine) => {
  let db: TestDatabase;
  let stores: IdentityStores;
  beforeAll(async () => {
    db = await openTestDatabase(engine, clock);
    stores = identityStoresOn(db, clock);
  });
  beforeEach(() => db.empty());
  afterAll(() => db.close());

  const append = (address: string, entry: AuditEntry) =>
    stores.origin.within({ address, requestId: 'a-request' }, () =>
      stores.unitOfWork.run((tx) => tx.audit.append(entry)),
    );
  const suspending = (actor: UserId, whom: UserId): AuditEntry => ({
    action: 'user-suspended',
    actor,
    subject: { kind: 'user', id: whom },
    before: { status: 'active' },
    after: { status: 'suspended', endedSessions: 2 },
  });
  const erase = () =>
    stores.unitOfWork.run(async (tx) => {
      await emptyAuditOf(db.session, erased);
      await tx.audit.append({ action: 'user-erased', actor: other, subject: { kind: 'user', id: erased } });
    });
  const kept = async () => {
    const rows = await db.session.db().selectFrom('audit_entries').selectAll().orderBy('n').execute();
    return rows.map(({ details }) => (details === null ? null : parseDetails(details)));
  };
  const verified = () => stores.auditTrail.verify({ noted: undefined, progress: () => {} });

  test('keeps what they did to others, but for where they did it from, and still verifies', async () => {
    const { before, after } = suspending(erased, other);
    await append(hersIs, suspending(erased, other));
    await erase();
    expect(await kept()).toMatchObject([{ before, after }, {}]);
    expect(await placesOf(db.database, [hersIs])).toEqual([]);
    expect(await verified()).toMatchObject({ ok: true, erasedDetails: 1 });
  });

  test('loses what was about them and their sign-ins, and nothing of what others did to others', async () => {
    await append(hersIs, { action: 'signed-in', actor: erased, subject: { kind: 'session', id: other } });
    await append('203.0.113.8', suspending(other, erased));
    await append('203.0.113.9', suspending(other, other));
    await erase();
    expect(await kept()).toMatchObject([null, null, { address: '203.0.113.9' }, {}]);
    expect(await verified()).toMatchObject({ ok: true, erasedDetails: 2 });
  });

  test('may be emptied twice, as after a restored backup', async () => {
    await append(hersIs, suspending(erased, other));
    await erase();
    await erase();
    expect(await kept()).toMatchObject([{ before: { status: 'active' } }, {}, {}]);
    expect(await verified()).toMatchObject({ ok: true });
  });

  test.each([
    ['what is left', '"active"', '"invited"', 'altered'],
    ['the seal of the address', '"addressSeal":"', '"addressSeal":"x', 'altered'],
  ] as const)('shows that somebody altered %s', async (_, from, to, kind) => {
    await append(hersIs, suspending(erased, other));
    await erase();
    await sql`update audit_entries set details = replace(details, ${from}, ${to}) where n = 1`.execute(
      db.session.db(),
    );
    expect(await verified()).toEqual({ ok: false, flaw: { kind, n: 1 } });
  });

  test.each([
    ['altered', `replace(details, '${hersIs}', '203.0.113.8')`, 'altered'],
    [
      'took away although nobody was erased',
      `replace(details, '"address":"${hersIs}",', '')`,
      'details-removed',
    ],
  ] as const)('shows where an address was that somebody %s', async (_, expression, kind) => {
    await append(hersIs, suspending(erased, other));
    await sql`update audit_entries set details = ${sql.raw(expression)} where n = 1`.execute(db.session.db());
    expect(await verified()).toEqual({ ok: false, flaw: { kind, n: 1 } });
  });
});
