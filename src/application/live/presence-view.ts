import type { Audience } from '#domain/access/visibility.ts';
import type { UserId } from '#domain/shared/ids.ts';

/** `typing-note` is typing that no customer may notice. */
export type Activity = 'typing' | 'typing-note' | 'viewing';

/** Somebody who is at a ticket, and as what they see it. */
export type Present = { readonly userId: UserId; readonly name: string; readonly role: Audience };

/** Who is at a ticket, as far as an audience may know: customers only learn which of the staff writes to them. */
export type PresenceView = {
  readonly typing: readonly Present[];
  readonly viewing: readonly Present[] | undefined;
};

type Sign = { readonly person: Present; readonly activity: Activity };

export const presenceFor = (audience: Audience, signs: Iterable<Sign>): PresenceView => {
  const all = [...signs];
  const those = (test: (sign: Sign) => boolean): readonly Present[] => onceEach(all.filter(test));
  return audience === 'staff'
    ? {
        typing: those(({ activity }) => activity !== 'viewing'),
        viewing: those(({ activity }) => activity === 'viewing'),
      }
    : {
        typing: those(({ activity, person }) => activity === 'typing' && person.role === 'staff'),
        viewing: undefined,
      };
};

export const isEmpty = ({ typing, viewing = [] }: PresenceView): boolean =>
  typing.length + viewing.length === 0;

/** Whether two views show the same people. */
export const isSame = (one: PresenceView, other: PresenceView): boolean => nameOf(one) === nameOf(other);

const nameOf = ({ typing, viewing }: PresenceView): string => JSON.stringify([typing, viewing]);

/** A person with several connections is one person. */
const onceEach = (signs: readonly Sign[]): readonly Present[] => [
  ...new Map(signs.map(({ person }) => [person.userId, person])).values(),
];
