import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Selectable } from 'kysely';
import { accessTables } from './access.ts';
import { AssignmentTurnTable } from './assignment.ts';
import { auditTables } from './audit.ts';
import { bulkJobTables } from './bulk-jobs.ts';
import { CategoryTable } from './categories.ts';
import { ClosingReviewTable } from './closing-reviews.ts';
import { dueTimeTables } from './due-times.ts';
import { embeddingTables } from './embedding.ts';
import { CustomFieldTable } from './fields.ts';
import { peopleTables } from './people.ts';
import { readMarkerTables } from './read-markers.ts';
import { relayTables } from './relays.ts';
import { shortcutTables } from './shortcuts.ts';
import { signInTables } from './sign-ins.ts';
import { StatusLabelTable } from './status-labels.ts';
import { suspensionTables } from './suspensions.ts';
import { ticketCountTables } from './ticket-counts.ts';
import { ticketLinkTables } from './ticket-links.ts';
import { ticketTables } from './tickets.ts';
import { TombstoneTable } from './tombstones.ts';

/** Every table, as MikroORM and Kysely know them; the migrations make them. */
export const tables = [
  ...accessTables,
  ...peopleTables,
  ...suspensionTables,
  ...embeddingTables,
  ...ticketTables,
  ...ticketLinkTables,
  CategoryTable,
  CustomFieldTable,
  StatusLabelTable,
  AssignmentTurnTable,
  ClosingReviewTable,
  ...dueTimeTables,
  TombstoneTable,
  ...readMarkerTables,
  ...bulkJobTables,
  ...shortcutTables,
  ...ticketCountTables,
  ...relayTables,
  ...signInTables,
  ...auditTables,
] as const;

/** The tables as Kysely sees them. */
export type Tables = InferKyselyDB<(typeof tables)[number]>;

/** A row of a table as it is read. */
export type RowOf<Name extends keyof Tables> = Selectable<Tables[Name]>;
