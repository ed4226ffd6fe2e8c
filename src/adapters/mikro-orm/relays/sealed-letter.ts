import type { QueuedMail } from '#application/ports/mail-queue.ts';
import type { SecretBox } from '#application/ports/secret-box.ts';
import type { Letter } from '#domain/notifications/letter.ts';

/** Letters hold codes, tokens and what people wrote; a seal opens for the mail it was made for, and no other. */
export const sealLetter = (box: SecretBox, { id, letter }: QueuedMail): string =>
  box.seal(JSON.stringify(letter), purposeOf(id));

/** @throws {SealBroken} when it was sealed for another mail or under another secret key. */
export const openLetter = (box: SecretBox, id: string, sealed: string): Letter =>
  JSON.parse(box.open(sealed, purposeOf(id))) as Letter;

const purposeOf = (id: string): string => `mail ${id}`;
