import { after, minutes, seconds } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { type Mailer, MailerUnavailable, MailRefused } from '../ports/mailer.ts';
import type { ClaimedMail, OutboundMail } from '../ports/outbound-mail.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Timer } from '../ports/timer.ts';
import { StorageUnavailable, type UnitOfWork } from '../ports/unit-of-work.ts';
import { mayStillBeTold } from './may-be-told.ts';
import { pollMs, type Relay } from './relay.ts';
import { delayAfter, mostTries } from './retry-schedule.ts';

export type SendMailsDeps = {
  readonly outboundMail: OutboundMail;
  readonly mailer: Mailer;
  readonly tickets: TicketReader;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timer: Timer;
  /** Random numbers from 0 up to 1. */
  readonly random: () => number;
};

/** Mails sent at once by one node. */
export const sentAtOnce = 4;
/** How long a claimed mail is nobody else's; longer than any mailer takes for one. */
export const claimMs = minutes(2);
/** Between two tries to note that a mail was sent: well below the time in which another node would take it. */
const longestPause = seconds(2);

/** Sends due mails, a few at once; each is claimed just before it is sent, so that none waits in a node's memory. */
export const sendMails = (deps: SendMailsDeps): Relay => {
  let mailerIsAway = false;
  return {
    name: 'send-mails',
    topic: 'mails',
    async run(stopping) {
      const { outboundMail, clock, timer } = deps;
      const underWay = new Set<Promise<void>>();
      const failures: unknown[] = [];
      // until a claim brings fewer than it could; what is queued after that is hinted at, or found by the next look
      let mayBeMore = true;
      let look: Promise<void> | undefined;
      const lookLater = async (): Promise<void> => {
        await timer.wait(pollMs, stopping);
        mayBeMore = true;
        look = undefined;
      };
      try {
        while (!stopping.aborted && failures.length === 0) {
          const free = sentAtOnce - underWay.size;
          const claimed: readonly ClaimedMail[] | undefined =
            mayBeMore && free > 0 ? await outboundMail.claim(free, clock.now(), claimMs) : undefined;
          if (claimed !== undefined) mayBeMore = claimed.length === free;
          for (const mail of claimed ?? []) {
            const delivery = deliver(deps, mail, stopping)
              .then((answered) => {
                if (answered) mailerIsAway = false;
              })
              .catch((error: unknown) => {
                mailerIsAway ||= error instanceof MailerUnavailable;
                failures.push(error);
              })
              .finally(() => underWay.delete(delivery));
            underWay.add(delivery);
          }
          if (underWay.size === 0) break;
          // with a slot free, a slow mail must not hold up those that are queued meanwhile
          if (underWay.size < sentAtOnce) look ??= lookLater();
          await Promise.race(look === undefined ? underWay : [...underWay, look]);
        }
      } finally {
        await Promise.all(underWay);
      }
      if (failures.length > 0) throw failures[0];
      return mailerIsAway ? 'nothing-to-tell-by' : false;
    },
  };
};

/**
 * Tells whether the mail server had something to say.
 * @throws {MailerUnavailable} after noting it, so that the other mails are spared the try.
 */
const deliver = async (deps: SendMailsDeps, mail: ClaimedMail, stopping: AbortSignal): Promise<boolean> => {
  if (!(await mayStillBeTold(deps, mail))) {
    await withdraw(deps, mail);
    return false;
  }
  if (stopping.aborted) {
    await deps.outboundMail.release([mail]);
    return false;
  }
  if (mail.attempts >= mostTries) {
    await giveUp(deps, mail, 'no try ever came to an end');
    return false;
  }
  try {
    await deps.mailer.send(mail);
  } catch (error) {
    await postpone(deps, mail, error);
    if (error instanceof MailerUnavailable) throw error;
    return true;
  }
  await noteSent(deps, mail, stopping);
  deps.logger.info({ mail: mail.id, letter: mail.letter.kind, tries: mail.attempts + 1 }, 'a mail was sent');
  return true;
};

/** A mail that left must not leave again only because the database is away, for however long: that is noted as soon as it can be. */
const noteSent = async (
  { outboundMail, clock, timer }: SendMailsDeps,
  mail: ClaimedMail,
  stopping: AbortSignal,
): Promise<void> => {
  for (let pause = seconds(0.25); ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await outboundMail.sent(mail, clock.now());
    } catch (error) {
      if (!(error instanceof StorageUnavailable) || stopping.aborted) throw error;
      await timer.wait(pause, stopping);
    }
  }
};

const postpone = async (deps: SendMailsDeps, mail: ClaimedMail, error: unknown): Promise<void> => {
  const { outboundMail, clock, logger, random } = deps;
  const tries = mail.attempts + 1;
  const reason = reasonOf(error);
  if (error instanceof MailRefused) return giveUp(deps, mail, reason);
  if (tries >= mostTries) return giveUp(deps, mail, `given up after ${tries} tries: ${reason}`);
  const dueAt = after(clock.now(), delayAfter(tries, random));
  await outboundMail.retry(mail, reason, dueAt);
  logger.warn(
    { mail: mail.id, letter: mail.letter.kind, tries, reason, dueAt },
    'a mail could not be sent and will be tried again',
  );
};

/** Nothing went wrong: whom it was for has lost the right to read it while it waited. */
const withdraw = async ({ outboundMail, clock, logger }: SendMailsDeps, mail: ClaimedMail): Promise<void> => {
  await outboundMail.dead(mail, 'withdrawn: its recipient may not read it any more', clock.now());
  logger.info({ mail: mail.id, letter: mail.letter.kind }, 'a mail was withdrawn');
};

const giveUp = async (deps: SendMailsDeps, mail: ClaimedMail, reason: string): Promise<void> => {
  await deps.outboundMail.dead(mail, reason, deps.clock.now());
  deps.logger.error({ mail: mail.id, letter: mail.letter.kind, reason }, 'a mail was given up');
};

/** What a mail server answers often names the recipient. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : 'unknown').replaceAll(
    /[^\s<>()[\]:;,"]+@[^\s<>()[\]:;,"]+/g,
    '(address)',
  );
