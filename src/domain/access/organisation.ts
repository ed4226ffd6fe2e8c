import type { OrganisationId } from '../shared/ids.ts';

/** A customer company. */
export type Organisation = {
  readonly id: OrganisationId;
  readonly name: string;
  /** What another system calls it. */
  readonly externalId: string | undefined;
  /** Whether its members see each other's tickets. */
  readonly isShared: boolean;
  readonly createdAt: Date;
};
