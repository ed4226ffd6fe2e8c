import type { Actor } from '#domain/access/actor.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holds } from '#domain/access/policy.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { TagList } from '../ports/tag-list.ts';

/** Some tags, and the last of them if there are more. */
export type TagPage = { readonly items: readonly string[]; readonly next: string | undefined };

export type ListTags = (
  wanted: { readonly prefix: string; readonly after: string | undefined; readonly limit: number },
  actor: Actor,
) => Promise<Decision<TagPage, { readonly code: 'not-permitted'; readonly permission: Permission }>>;

/** The tags that tickets have which the actor sees as staff; customers know of none. */
export const listTags =
  (deps: { readonly tagList: TagList }): ListTags =>
  async ({ limit, ...wanted }, actor) => {
    if (!holds(actor, 'ticket:read-internal'))
      return refuse({ code: 'not-permitted', permission: 'ticket:read-internal' });
    const found = await deps.tagList.page(visibilityOf(actor), { ...wanted, limit: limit + 1 });
    const items = found.slice(0, limit);
    return accept({ items, next: found.length > limit ? items.at(-1) : undefined });
  };
