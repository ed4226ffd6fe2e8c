import type { Grant } from '#domain/access/actor.ts';
import { roleNames } from '#domain/access/roles.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { type User, userStatuses } from '#domain/identity/user.ts';
import { QueueId, UserId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Dialect } from '../dialect.ts';
import type { Moment } from '../tables/columns.ts';

/** A user beside one of their grants, or beside none. */
export type UserRow = {
  readonly id: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly status: string;
  readonly created_at: Moment;
  readonly role: string | null;
  readonly queue_id: string | null;
};

/** The columns that make a {@link UserRow}, of users left-joined with their grants. */
export const userColumns = [
  'users.id',
  'users.email',
  'users.first_name',
  'users.last_name',
  'users.status',
  'users.created_at',
  'grants.role',
  'grants.queue_id',
] as const;

/** The users that rows tell of, in the order they first appear. */
export const toUsers = (rows: readonly UserRow[], dialect: Dialect): readonly User[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => toUser(group, dialect) ?? []);

/** The user that all these rows tell of; `undefined` when there are none. */
export const toUser = (rows: readonly UserRow[], dialect: Dialect): User | undefined => {
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: UserId(row.id),
    // only a parsed address was ever stored
    email: row.email as EmailAddress,
    firstName: row.first_name,
    lastName: row.last_name,
    status: known(userStatuses, row.status, row.id),
    grants: rows.flatMap(toGrant),
    createdAt: dialect.fromMoment(row.created_at),
  };
};

const toGrant = ({ id, role, queue_id: queue }: UserRow): readonly Grant[] => {
  if (role === null) return [];
  const scope =
    queue === null || queue === '' ? globalScope : { kind: 'queue' as const, queue: QueueId(queue) };
  return [{ role: known(roleNames, role, id), scope }];
};

const globalScope = { kind: 'global' } as const;

/** The rows that hold a user's grants. */
export const toGrantRows = (user: UserId, grants: readonly Grant[]) =>
  grants.map(({ role, scope }) => ({
    user_id: user,
    role,
    queue_id: scope.kind === 'queue' ? scope.queue : '',
  }));

const known = <Name extends string>(names: readonly Name[], raw: string, id: string): Name => {
  const name = names.find((candidate) => candidate === raw);
  if (name === undefined) throw new CorruptRow('users', id, `"${raw}" is not one of ${names.join(', ')}`);
  return name;
};
