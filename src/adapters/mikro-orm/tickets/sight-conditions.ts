import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Sight, Visibility } from '#domain/access/visibility.ts';
import type { QueueId, UserId } from '#domain/shared/ids.ts';

/** A visibility as lists take it: the few ways of seeing that nearly everybody has, and whatever there is beside them. */
export type ListedSights = {
  /** Seen as staff, whoever one is to them: of every queue, or of these. */
  readonly staffOf: 'every-queue' | readonly QueueId[];
  /** Whose requests are seen as a customer, wherever they are. */
  readonly requestedBy: UserId | undefined;
  readonly participatedBy: UserId | undefined;
  readonly others: readonly Sight[];
};

/** Sorts a visibility by what lists have paths for. */
export const listed = ({ viewer, sights }: Visibility): ListedSights => {
  const inAnyRole = (audience: Sight['audience'], as: Sight['as']) => (sight: Sight) =>
    sight.audience === audience && sight.as === as;
  const asStaff = sights.filter(inAnyRole('staff', 'anybody'));
  const isEverywhere = ({ scope }: Sight) => scope.kind === 'global';
  const requested = sights.filter(inAnyRole('customer', 'own')).filter(isEverywhere);
  const participated = sights.filter(inAnyRole('customer', 'participant')).filter(isEverywhere);
  const ofQueues = asStaff.flatMap(({ scope }) => (scope.kind === 'queue' ? [scope.queue] : []));
  const usual = new Set([
    ...requested,
    ...participated,
    ...asStaff.filter(({ scope }) => scope.kind !== 'organisation'),
  ]);
  return {
    staffOf: asStaff.some(isEverywhere) ? 'every-queue' : ofQueues,
    requestedBy: requested.length > 0 ? viewer : undefined,
    participatedBy: participated.length > 0 ? viewer : undefined,
    others: sights.filter((sight) => !usual.has(sight)),
  };
};

type Condition = RawBuilder<SqlBool>;

/** The tickets of a sight. Every part of it is true or false, never null, so that it may be denied. */
export const seenBy = ({ viewer, sharedOrganisation }: Visibility, { scope, as }: Sight): Condition => {
  const parts = [...inScope(scope), ...standing(as, viewer, sharedOrganisation ?? '')];
  return parts.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
};

/** Everything but that. */
export const except = (condition: Condition): Condition => sql<SqlBool>`not ${condition}`;

const inScope = (scope: Sight['scope']): readonly Condition[] => {
  switch (scope.kind) {
    case 'global':
      return [];
    case 'queue':
      return [sql`tickets.queue_id = ${scope.queue}`];
    case 'organisation':
      return [sql`tickets.organisation_id = ${scope.organisation}`];
  }
};

const standing = (as: Sight['as'], viewer: UserId, organisation: string): readonly Condition[] => {
  switch (as) {
    case 'anybody':
      return [];
    case 'own':
      return [sql`tickets.requester_id = ${viewer}`];
    case 'participant':
      return [
        sql`exists (select 1 from ticket_participants as p where p.user_id = ${viewer} and p.ticket_id = tickets.id)`,
      ];
    case 'assigned':
      return [sql`coalesce(tickets.assignee_id, '') = ${viewer}`];
    case 'colleague':
      return [sql`tickets.organisation_id = ${organisation}`];
  }
};

/** The index that leads to the tickets of a sight without passing many others; `undefined` when none does. */
export const indexTo = ({ scope, as }: Sight): string | undefined => {
  if (scope.kind === 'organisation' || as === 'colleague') return 'ix_tickets_organisation';
  if (as === 'own') return 'ix_tickets_requester_updated';
  if (as === 'assigned') return 'ix_tickets_assignee_updated';
  return scope.kind === 'queue' ? 'ix_tickets_queue_updated' : undefined;
};
