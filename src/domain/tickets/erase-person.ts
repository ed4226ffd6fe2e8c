import type { ErasedTexts } from '../privacy/erasure.ts';
import type { UserId } from '../shared/ids.ts';
import { type Change, type Happening, happened } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Which texts of a ticket are gone, by who could read them. */
export type GoneTexts = { readonly public: boolean; readonly internal: boolean };

/**
 * Tells a ticket's readers that texts are gone, so that whoever has a copy can do as we did. Notes are told of apart:
 * customers must not learn from an erasure that there were any.
 */
export const erasePerson = (
  ticket: Ticket,
  wanted: Happening & { readonly person: UserId; readonly texts: ErasedTexts; readonly gone: GoneTexts },
): Change => {
  const { person, texts, gone } = wanted;
  const data = { person, texts };
  return happened(
    ticket,
    wanted,
    ...(gone.public ? [{ type: 'person-erased', data } as const] : []),
    ...(gone.internal ? [{ type: 'notes-erased', data } as const] : []),
  );
};
