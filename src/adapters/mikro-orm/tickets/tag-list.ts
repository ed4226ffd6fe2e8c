import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TagList } from '#application/ports/tag-list.ts';
import type { Visibility } from '#domain/access/visibility.ts';
import type { Session } from '../session.ts';
import { seenBy } from './sight-conditions.ts';

/** Behind everything that begins with a prefix: no text has a character after this one. */
const lastCharacter = '\u{10FFFF}';

/** The tags in use: each is looked up once in their index, however many tickets have it, and then a ticket that has it. */
export const mikroOrmTagList = (session: Session): TagList => ({
  page: (visible, { prefix, after, limit }) =>
    session.read(async (db) => {
      const inRange: RawBuilder<SqlBool>[] = [sql`tag >= ${prefix}`, sql`tag < ${prefix + lastCharacter}`];
      if (after !== undefined) inRange.push(sql`tag > ${after}`);
      const { rows } = await sql<{ tag: string }>`
        select found.tag from (
          select distinct tag from ticket_tags where ${sql.join(inRange, sql` and `)}
        ) as found
        where ${seenAsStaff(visible)} order by found.tag limit ${limit}`.execute(db);
      return rows.map(({ tag }) => tag);
    }),
});

const seenAsStaff = (visible: Visibility): RawBuilder<SqlBool> => {
  const sights = visible.sights.filter(({ audience }) => audience === 'staff');
  if (sights.some(({ as, scope }) => as === 'anybody' && scope.kind === 'global')) return sql`1 = 1`;
  if (sights.length === 0) return sql`1 = 0`;
  const seen = sights.map((sight) => seenBy(visible, sight));
  return sql`exists (
    select 1 from ticket_tags as t join tickets on tickets.id = t.ticket_id
    where t.tag = found.tag and (${sql.join(seen, sql` or `)}))`;
};
