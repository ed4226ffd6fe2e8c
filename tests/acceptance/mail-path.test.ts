import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openSession } from '#adapters/mikro-orm/session.ts';
import { smtpMailer, smtpTimeouts } from '#adapters/smtp/smtp-mailer.ts';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { systemTimer } from '#adapters/system/timer.ts';
import type { OutboundMail } from '#application/ports/outbound-mail.ts';
import { type RunningRelay, startRelay } from '#application/relays/relay-runner.ts';
import { claimMs, sendMails } from '#application/relays/send-mails.ts';
import { sequenceFacts } from '#application/relays/sequence-facts.ts';
import { writeLetters } from '#application/relays/write-letters.ts';
import { openTicket } from '#application/tickets/open-ticket.ts';
import { replyToTicket } from '#application/tickets/reply-to-ticket.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, storesOn, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { type MailCatcher, startMailCatcher } from '../support/mail-catcher.ts';
import { queuedMail } from '../support/mails.ts';
import { ben, carla } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn, type TestRelays } from '../support/relays.ts';
import { sender } from '../support/sender.ts';
import { addTheCast } from '../support/the-cast.ts';
import { subject } from '../support/tickets.ts';

eachEngine('The way of a mail', (engine) => {
  let database: TestDatabase;
  let catcher: MailCatcher;
  let node: TestNode;
  let relays: TestRelays;
  let running: readonly RunningRelay[] = [];
  const clock = adjustableClock();
  const changes = inProcessChangeHint();

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    const session = openSession(database.database, (topic) => {
      if (topic !== 'revocations') changes.hint(topic);
    });
    node = { database: database.database, session, stores: storesOn(session, clock), committed: [] };
    relays = relaysOn(node, clock);
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
    catcher = await startMailCatcher();
  });
  afterEach(async () => {
    await Promise.all(running.map((relay) => relay.stop()));
    await catcher.close();
  });
  afterAll(() => database.close());

  /** Starts everything between a committed fact and the mail server. */
  const start = (outboundMail: OutboundMail = relays.outboundMail): void => {
    const logger = recordingLogger();
    const mailer = smtpMailer({ ...sender, url: catcher.url, timeouts: smtpTimeouts, connections: 2 });
    const deps = {
      ...relays,
      outboundMail,
      clock,
      logger,
      timer: systemTimer,
      random: Math.random,
      changes,
      mailer,
    };
    const all = [
      sequenceFacts(deps),
      writeLetters({ ...deps, tickets: node.stores.reader }),
      { ...sendMails(deps), release: () => mailer.close() },
    ];
    running = all.map((relay) => startRelay(relay, deps));
  };

  const arrived = (count: number): Promise<void> =>
    vi.waitFor(() => expect(catcher.caught).toHaveLength(count), { timeout: 10_000, interval: 5 });

  const opened = async (): Promise<number> => {
    const command = {
      subject: subject('Charged twice'),
      body: 'Why?',
      queue: billing.id,
      channel: 'api',
    } as const;
    const decision = await openTicket({ ...relays, clock })(command, carla);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return decision.outcome.number;
  };

  const written = async (number: number, kind: MessageKind, body: string): Promise<void> => {
    const command = {
      ticket: { number },
      kind,
      body,
      channel: 'api',
      authorName: 'Ben Example',
      ifMatch: undefined,
    } as const;
    const decision = await replyToTicket({ ...relays, clock })(command, ben);
    if (!decision.ok) throw new Error(decision.refusal.code);
  };

  test('leads from a ticket to one thread in the mailbox of its customer, past every note', async () => {
    start();
    const number = await opened();
    await arrived(1);
    await written(number, 'internal', 'Do not tell her.');
    await written(number, 'public', 'It was booked twice, sorry.');
    await arrived(2);
    const mails = catcher.caught.map(({ mail }) => mail);
    expect(catcher.caught.map(({ to }) => to)).toEqual([['carla@example.org'], ['carla@example.org']]);
    expect(mails.map((mail) => mail.subject)).toEqual([
      `[#${number}] Charged twice`,
      `[#${number}] Charged twice`,
    ]);
    expect(mails[1]?.text).toContain('It was booked twice, sorry.');
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
    expect(new Set(mails.map(({ references }) => references)).size).toBe(1);
  });

  test('is gone on by another process when the first one died with the mail in its hands', async () => {
    await relays.unitOfWork.run((tx) => tx.mails.enqueue([queuedMail(1)], clock.now()));
    const [taken] = await relays.outboundMail.claim(1, clock.now(), claimMs);
    clock.advance(claimMs);
    start();
    await arrived(1);
    expect(catcher.caught[0]?.mail.messageId).toBe(taken?.messageId);
  });

  test('is gone twice, as the same mail, when a process dies before it could note the first time', async () => {
    await relays.unitOfWork.run((tx) => tx.mails.enqueue([queuedMail(1)], clock.now()));
    start({
      ...relays.outboundMail,
      sent: async () => {
        throw new Error('the process ended here');
      },
    });
    await arrived(1);
    await Promise.all(running.map((relay) => relay.stop()));
    clock.advance(claimMs);
    start();
    await arrived(2);
    const [first, second] = catcher.caught;
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
    expect(second?.mail.text).toBe(first?.mail.text);
  });
});
