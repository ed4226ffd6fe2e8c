import type { Kysely } from 'kysely';
import type { Grant } from '#domain/access/actor.ts';
import { type Rights, type Role, roleNames } from '#domain/access/roles.ts';
import type { Scope } from '#domain/access/scope.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { availabilities, type User, userKinds, userStatuses } from '#domain/identity/user.ts';
import { mutableLetters } from '#domain/notifications/muted-letters.ts';
import { OrganisationId, QueueId, RoleId, UserId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Dialect } from '../dialect.ts';
import type { Flag, Moment } from '../tables/columns.ts';
import type { Tables } from '../tables/tables.ts';

/** A user beside one of their grants, or beside none. */
export type UserRow = {
  readonly id: string;
  readonly kind: string;
  readonly external_id: string | null;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly status: string;
  readonly availability: string;
  readonly muted_letters: string;
  readonly created_at: Moment;
  readonly organisation_id: string;
  readonly is_shared: Flag | null;
  readonly role: string | null;
  readonly queue_id: string | null;
  readonly scope_kind: string | null;
  readonly role_name: string | null;
  readonly rights: string | null;
};

const userColumns = [
  'users.id',
  'users.kind',
  'users.external_id',
  'users.email',
  'users.first_name',
  'users.last_name',
  'users.status',
  'users.availability',
  'users.muted_letters',
  'users.created_at',
  'users.organisation_id',
  'organisations.is_shared',
  'grants.role',
  'grants.queue_id',
  'grants.scope_kind',
  'roles.name as role_name',
  'roles.rights',
] as const;

/** Users, each beside every one of their grants with what its role allows, and beside their organisation. */
export const usersWithGrants = (db: Kysely<Tables>) =>
  db
    .selectFrom('users')
    .leftJoin('organisations', 'organisations.id', 'users.organisation_id')
    .leftJoin('grants', 'grants.user_id', 'users.id')
    .leftJoin('roles', 'roles.id', 'grants.role')
    .select(userColumns);

/** The users that rows tell of, in the order they first appear. */
export const toUsers = (rows: readonly UserRow[], dialect: Dialect): readonly User[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => toUser(group, dialect) ?? []);

/** The user that all these rows tell of; `undefined` when there are none. */
export const toUser = (rows: readonly UserRow[], dialect: Dialect): User | undefined => {
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: UserId(row.id),
    ...(row.kind === 'person' ? {} : { kind: known(userKinds, row.kind, row.id) }),
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    // only a parsed address was ever stored
    email: row.email as EmailAddress,
    firstName: row.first_name,
    lastName: row.last_name,
    status: known(userStatuses, row.status, row.id),
    ...(row.availability === 'available'
      ? {}
      : { availability: known(availabilities, row.availability, row.id) }),
    ...(row.muted_letters === '' ? {} : { mutedLetters: mutedIn(row.muted_letters) }),
    grants: rows.flatMap(toGrant),
    ...organisationOf(row),
    createdAt: dialect.fromMoment(row.created_at),
  };
};

const mutedIn = (names: string) => mutableLetters.filter((letter) => names.split(' ').includes(letter));

const organisationOf = ({
  organisation_id: id,
  is_shared,
}: UserRow): Pick<User, 'organisation' | 'sharedOrganisation'> => {
  if (id === '') return {};
  const organisation = OrganisationId(id);
  return is_shared ? { organisation, sharedOrganisation: organisation } : { organisation };
};

const toGrant = (row: UserRow): readonly Grant[] =>
  row.role === null ? [] : [{ role: toRole(row, row.role), scope: toScope(row.scope_kind, row.queue_id) }];

const toRole = ({ id, role_name, rights }: UserRow, role: string): Role =>
  role_name === null || rights === null
    ? known(roleNames, role, id)
    : { id: RoleId(role), name: role_name, rights: JSON.parse(rights) as Rights };

const globalScope = { kind: 'global' } as const;

const toScope = (kind: string | null, id: string | null): Scope => {
  if (id === null || id === '') return globalScope;
  return kind === 'organisation'
    ? { kind, organisation: OrganisationId(id) }
    : { kind: 'queue', queue: QueueId(id) };
};

/** The rows that hold a user's grants. */
export const toGrantRows = (user: UserId, grants: readonly Grant[]) =>
  grants.map((grant) => ({ user_id: user, ...grantKey(grant) }));

/** What tells a grant apart among those of one user. */
export const grantKey = ({ role, scope }: Grant) => ({
  role: typeof role === 'string' ? role : role.id,
  ...scopeColumns(scope),
});

/** The columns that hold a scope. */
export const scopeColumns = (scope: Scope) => {
  switch (scope.kind) {
    case 'global':
      return { queue_id: '', scope_kind: '' };
    case 'queue':
      return { queue_id: scope.queue, scope_kind: '' };
    case 'organisation':
      return { queue_id: scope.organisation, scope_kind: 'organisation' };
  }
};

const known = <Name extends string>(names: readonly Name[], raw: string, id: string): Name => {
  const name = names.find((candidate) => candidate === raw);
  if (name === undefined) throw new CorruptRow('users', id, `"${raw}" is not one of ${names.join(', ')}`);
  return name;
};
