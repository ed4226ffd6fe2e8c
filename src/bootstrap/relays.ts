import type { Container } from 'inversify';
import { finishErasures } from '#application/relays/finish-erasures.ts';
import { keepCounts } from '#application/relays/keep-counts.ts';
import { keepSigningKeys } from '#application/relays/keep-signing-keys.ts';
import { meetDueTimes } from '#application/relays/meet-due-times.ts';
import { type RunningRelay, startRelay } from '#application/relays/relay-runner.ts';
import { retain } from '#application/relays/retain.ts';
import { reviewClosing } from '#application/relays/review-closing.ts';
import { runBulkJobs } from '#application/relays/run-bulk-jobs.ts';
import { sendMails } from '#application/relays/send-mails.ts';
import { sequenceFacts } from '#application/relays/sequence-facts.ts';
import { sweep } from '#application/relays/sweep.ts';
import { writeLetters } from '#application/relays/write-letters.ts';
import { resolve, resolveAll } from './di.ts';
import { tokens } from './tokens.ts';

/** Starts everything that carries facts onwards from the log. */
export const startRelays = (container: Container): readonly RunningRelay[] => {
  const ports = resolveAll(container, {
    clock: tokens.clock,
    logger: tokens.logger,
    timer: tokens.timer,
    random: tokens.random,
    ids: tokens.ids,
    changes: tokens.changes,
    sequencer: tokens.sequencer,
    feed: tokens.feed,
    dueTimes: tokens.dueTimes,
    bulkJobs: tokens.bulkJobs,
    useCases: tokens.useCases,
    ticketCounts: tokens.ticketCounts,
    metrics: tokens.metrics,
    cursor: tokens.relayCursor,
    tickets: tokens.reader,
    outboundMail: tokens.outboundMail,
    mailer: tokens.mailer,
    sweeper: tokens.sweeper,
    ledger: tokens.ledger,
    unitOfWork: tokens.unitOfWork,
    erasures: tokens.erasures,
    erasureJournal: tokens.erasureJournal,
    accessTokens: tokens.accessTokens,
    secondFactorRoles: tokens.secondFactorRoles,
  });
  const { tendSigningKeys } = resolve(container, tokens.useCases);
  const everyDays = resolve(container, tokens.config).signingKeyDays;
  const keys = keepSigningKeys({ ...ports, tendSigningKeys, everyDays });
  return [
    sequenceFacts(ports),
    writeLetters(ports),
    meetDueTimes(ports),
    reviewClosing(ports),
    runBulkJobs(ports),
    sendMails(ports),
    sweep(ports),
    keepCounts(ports),
    finishErasures(ports),
    retain({ ...ports, applyRetention: resolve(container, tokens.useCases).applyRetention }),
    keys,
  ].map((relay) => startRelay(relay, ports));
};
