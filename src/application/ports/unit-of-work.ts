import type { AssignmentRota } from './assignment-rota.ts';
import type { BulkJobs } from './bulk-jobs.ts';
import type { CategoryStore } from './category-store.ts';
import type { ClosingReviews } from './closing-reviews.ts';
import type { CustomFieldStore } from './custom-field-store.ts';
import type { GrantStore } from './grant-store.ts';
import type { LinkTokenStore } from './link-token-store.ts';
import type { MailQueue } from './mail-queue.ts';
import type { OrganisationStore } from './organisation-store.ts';
import type { PersonalData } from './personal-data.ts';
import type { PersonalTokenStore } from './personal-token-store.ts';
import type { QueueStore } from './queue-store.ts';
import type { ReadMarkers } from './read-markers.ts';
import type { RegistrationStore } from './registration-store.ts';
import type { RetentionRules } from './retention.ts';
import type { RoleStore } from './role-store.ts';
import type { SecondFactorStore } from './second-factor-store.ts';
import type { SecurityAudit } from './security-audit.ts';
import type { SessionStore } from './session-store.ts';
import type { ShortcutStore } from './shortcut-store.ts';
import type { StatusLabelStore } from './status-label-store.ts';
import type { SuspensionStore } from './suspension-store.ts';
import type { TicketImports } from './ticket-imports.ts';
import type { TicketLinks } from './ticket-links.ts';
import type { TicketStore } from './ticket-store.ts';
import type { IssuerStore } from './trusted-issuers.ts';
import type { UserStore } from './user-store.ts';

/** Everything that can be written, in one transaction. */
export type Transaction = {
  readonly tickets: TicketStore;
  readonly links: TicketLinks;
  readonly readMarkers: ReadMarkers;
  readonly bulkJobs: BulkJobs;
  readonly shortcuts: ShortcutStore;
  readonly imports: TicketImports;
  readonly queues: QueueStore;
  readonly categories: CategoryStore;
  readonly customFields: CustomFieldStore;
  readonly statusLabels: StatusLabelStore;
  readonly closingReviews: ClosingReviews;
  readonly rota: AssignmentRota;
  readonly users: UserStore;
  readonly roles: RoleStore;
  readonly grants: GrantStore;
  readonly organisations: OrganisationStore;
  readonly registrations: RegistrationStore;
  readonly sessions: SessionStore;
  readonly personalTokens: PersonalTokenStore;
  readonly secondFactors: SecondFactorStore;
  readonly suspensions: SuspensionStore;
  readonly linkTokens: LinkTokenStore;
  readonly issuers: IssuerStore;
  readonly mails: MailQueue;
  readonly personalData: PersonalData;
  readonly retention: RetentionRules;
  readonly audit: SecurityAudit;
};

/** Stores exist only inside a transaction, so no write can happen outside one. */
export interface UnitOfWork {
  /**
   * Runs `work` in one transaction, all or nothing. It may run several times (deadlock, lock timeout, stale write), so
   * it must have no effect but through the stores. A run inside a run joins it.
   * @throws {StorageUnavailable} when the database cannot be reached or does not answer.
   */
  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}

/** The database cannot be reached, or does not answer; trying again later may help. */
export class StorageUnavailable extends Error {
  readonly code = 'storage-unavailable';
}
