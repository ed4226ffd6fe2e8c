import type { Organisation } from '#domain/access/organisation.ts';
import type { OrganisationId } from '#domain/shared/ids.ts';
import type { UserPage } from './user-list.ts';

export type OrganisationPage = {
  readonly items: readonly Organisation[];
  readonly next: string | undefined;
};

type Slice = { readonly after: string | undefined; readonly limit: number };

/** Read side of organisations, oldest first. Only for actors who may read them. */
export interface OrganisationList {
  page(wanted: Slice & { readonly externalId: string | undefined }): Promise<OrganisationPage>;
  find(id: OrganisationId): Promise<Organisation | undefined>;
  /** The members of an organisation, oldest account first. */
  members(id: OrganisationId, wanted: Slice): Promise<UserPage>;
}
