import type { Visibility } from '#domain/access/visibility.ts';

/** Read side of the tags in use. */
export interface TagList {
  /** Tags of tickets that the visibility covers as staff, in the order of their characters: so many after that one. */
  page(
    visible: Visibility,
    wanted: { readonly prefix: string; readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly string[]>;
}
