import type { User } from '#domain/identity/user.ts';
import { type MutableLetter, mutableLetters } from '#domain/notifications/muted-letters.ts';
import { z } from './schemas.ts';

const told: Readonly<Record<MutableLetter, string>> = {
  'ticket-acknowledged': 'A ticket of yours has arrived.',
  'ticket-replied': 'Somebody wrote in a ticket you raised, take part in or hold.',
  'ticket-solved': 'A ticket you raised or take part in is solved.',
  'ticket-assigned': 'A ticket was handed to you.',
  'note-written': 'Somebody wrote a note in a ticket you hold.',
};

const byLetter = <Schema extends z.ZodType>(schemaFor: (letter: MutableLetter) => Schema) =>
  z.strictObject(Object.fromEntries(mutableLetters.map((letter) => [letter, schemaFor(letter)])));

/** Which mails somebody wants, as it is asked for. */
export const NotificationPreferencesWish = z
  .strictObject({
    email: byLetter((letter) => z.boolean().default(true).openapi({ description: told[letter] })),
  })
  .openapi('NotificationPreferencesWish', { example: { email: { 'ticket-acknowledged': false } } });

/** Which mails somebody gets. */
export const NotificationPreferencesSchema = z
  .object({ email: byLetter((letter) => z.boolean().openapi({ description: told[letter] })) })
  .openapi('NotificationPreferences');

/** What somebody gets, by the name of each letter. */
export const presentPreferences = ({ mutedLetters = [] }: User) => ({
  email: Object.fromEntries(mutableLetters.map((letter) => [letter, !mutedLetters.includes(letter)])),
});

/** The letters that a wish goes without. */
export const mutedBy = ({
  email,
}: z.output<typeof NotificationPreferencesWish>): ReadonlySet<MutableLetter> =>
  new Set(mutableLetters.filter((letter) => email[letter] === false));
