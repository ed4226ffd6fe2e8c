/** How a ticket may be said to stand to another. */
export const saidKinds = ['follow-up-of', 'related', 'blocks', 'duplicate-of'] as const;
export type SaidKind = (typeof saidKinds)[number];

/** Each way in which tickets stand to each other, and how the same is called from the other side. */
const otherSides = {
  'follow-up-of': 'followed-up-by',
  'followed-up-by': 'follow-up-of',
  related: 'related',
  blocks: 'blocked-by',
  'blocked-by': 'blocks',
  'duplicate-of': 'duplicated-by',
  'duplicated-by': 'duplicate-of',
} as const satisfies Record<string, string>;

/** How a ticket stands to another. */
export type LinkKind = keyof typeof otherSides;

export const linkKinds = Object.keys(otherSides) as readonly LinkKind[];

/** How the other ticket stands to this one. */
export const fromOtherSide = (kind: LinkKind): LinkKind => otherSides[kind];
