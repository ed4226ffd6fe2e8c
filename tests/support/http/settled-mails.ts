import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'inversify';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';

/** The mails sent, once every fact has been read by the letter writer and no mail waits any more. */
export const settledMails = async (
  container: Container,
  sent: readonly ClaimedMail[],
): Promise<readonly ClaimedMail[]> => {
  while (!(await isSettled(container))) await pause(10);
  return [...sent];
};

const isSettled = async (container: Container): Promise<boolean> => {
  const db = resolve(container, tokens.session).db();
  const unstamped = await db
    .selectFrom('facts')
    .select('id')
    .where('position', 'is', null)
    .executeTakeFirst();
  if (unstamped !== undefined) return false;
  const read = await resolve(container, tokens.relayCursor).position('letters');
  if (read < (await resolve(container, tokens.feed).head())) return false;
  const waiting = await db
    .selectFrom('outbound_mails')
    .select('id')
    .where('state', 'not in', ['sent', 'dead'])
    .executeTakeFirst();
  return waiting === undefined;
};
