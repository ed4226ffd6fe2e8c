import type { User } from '#domain/identity/user.ts';

export type UserPage = { readonly items: readonly User[]; readonly next: string | undefined };

/** Which people: from where on, how many, and only whoever has a name in the host product. */
export type UserPageWanted = {
  readonly after: string | undefined;
  readonly limit: number;
  readonly externalId?: string | undefined;
};

/** Read side of people, oldest account first. Only for actors who may read users. */
export interface UserList {
  page(wanted: UserPageWanted): Promise<UserPage>;
}
