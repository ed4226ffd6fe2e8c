import type { User } from '#domain/identity/user.ts';

export type UserPage = { readonly items: readonly User[]; readonly next: string | undefined };

/** Read side of people, oldest account first. Only for actors who may read users. */
export interface UserList {
  page(wanted: { readonly after: string | undefined; readonly limit: number }): Promise<UserPage>;
}
