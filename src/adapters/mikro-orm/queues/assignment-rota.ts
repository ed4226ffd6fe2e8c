import { sql } from 'kysely';
import type { AssignmentRota } from '#application/ports/assignment-rota.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { workStatuses } from '#domain/tickets/tallies.ts';
import { toUsers, usersWithGrants } from '../identity/user-mapping.ts';
import type { Session } from '../session.ts';

/** Whose turn it is: loads are counted in the index that has every held ticket of a queue, turns are kept. */
export const mikroOrmAssignmentRota = (session: Session): AssignmentRota => ({
  async candidates(queue) {
    const users = await membersOf(session, queue);
    if (users.length === 0) return [];
    const ids = users.map(({ id }) => id);
    const [loads, turns] = await session.ask((db) => [
      db
        .selectFrom('tickets')
        .select(({ fn }) => ['assignee_id', fn.countAll<number | string>().as('load')])
        .where('queue_id', '=', queue)
        .where('assignee_id', 'in', ids)
        .where('status', 'in', workStatuses)
        .groupBy('assignee_id')
        .compile(),
      db.selectFrom('assignment_turns').select(['user_id', 'turn']).where('queue_id', '=', queue).compile(),
    ]);
    const loadOf = new Map(loads.map(({ assignee_id, load }) => [assignee_id, Number(load)]));
    const turnOf = new Map(turns.map(({ user_id, turn }) => [user_id, Number(turn)]));
    return users.map((user) => ({
      user,
      load: loadOf.get(user.id) ?? 0,
      lastTurn: turnOf.get(user.id) ?? 0,
    }));
  },

  tookTurn: (queue, user) =>
    session.later(
      sql`replace into assignment_turns (queue_id, user_id, turn)
        select ${queue}, ${user}, coalesce(max(turn), 0) + 1 from assignment_turns where queue_id = ${queue}`.compile(
        session.db(),
      ),
    ),
});

const membersOf = (session: Session, queue: QueueId) =>
  session.read(async (db) => {
    const members = db
      .selectFrom('grants as held')
      .select('held.user_id as id')
      .distinct()
      .where('held.queue_id', '=', queue)
      .where('held.scope_kind', '=', '')
      .where('held.role', '<>', 'customer')
      .as('members');
    const rows = await usersWithGrants(db).innerJoin(members, 'members.id', 'users.id').execute();
    return toUsers(rows, session.dialect);
  });
