import type { Entry } from '../load/ledger.ts';
import type { Evidence } from './evidence.ts';
import { checkFeed } from './feed.ts';
import type { Finding } from './finding.ts';
import { checkMails, type MailRoad } from './mails.ts';
import { checkTickets } from './tickets.ts';
import { checkWrites } from './writes.ts';

/** Compares a database with everything that its clients and its mail server know. */
export const checkAll = (
  evidence: Evidence,
  entries: readonly Entry[],
  road: MailRoad,
): readonly Finding[] => [
  ...checkWrites(evidence, entries),
  ...checkTickets(evidence),
  ...checkFeed(evidence),
  ...checkMails(evidence, road),
];
