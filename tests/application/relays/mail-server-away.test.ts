import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MailerUnavailable } from '#application/ports/mailer.ts';
import { sendMails, sentAtOnce } from '#application/relays/send-mails.ts';
import { seconds } from '#domain/shared/duration.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import type { TestDatabase } from '../../support/database.ts';
import { handTimer } from '../../support/hand-timer.ts';
import { queuedMail } from '../../support/mails.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { openSqlite, relaysOn, type TestRelays } from '../../support/relays.ts';

let database: TestDatabase;
let relays: TestRelays;
const clock = adjustableClock();

beforeAll(async () => {
  database = await openSqlite(clock);
  relays = relaysOn(database, clock);
});
beforeEach(() => database.empty());
afterAll(() => database.close());

/** The sender of so many mails, over a mail server that is away and can come back. */
const senderOf = async (count: number) => {
  const mails = Array.from({ length: count }, (_, index) => queuedMail(index + 1));
  await relays.mails.enqueue(mails, clock.now());
  let isAway = true;
  let tried = 0;
  const mailer = {
    send: async () => {
      tried += 1;
      if (isAway) throw new MailerUnavailable('connect ECONNREFUSED');
    },
    close: async () => {},
  };
  const deps = { ...relays, clock, logger: recordingLogger(), timer: handTimer(), random: () => 1, mailer };
  const relay = sendMails(deps);
  return {
    look: () => relay.run(new AbortController().signal),
    tried: () => tried,
    comesBack: () => {
      isAway = false;
    },
  };
};

const unsent = async (): Promise<number> => {
  const rows = await database.session.db().selectFrom('outbound_mails').select('state').execute();
  return rows.filter(({ state }) => state !== 'sent').length;
};

test('while the mail server is away, mails are spared the try, and go out when it is back', async () => {
  const { look, tried, comesBack } = await senderOf(20);
  await expect(look()).rejects.toBeInstanceOf(MailerUnavailable);
  const spared = 20 - tried();
  expect(tried()).toBeLessThanOrEqual(sentAtOnce);
  comesBack();
  await look();
  expect(await unsent()).toBe(20 - spared);
  clock.advance(seconds(30));
  await look();
  expect(await unsent()).toBe(0);
});

test('that it is back is told only once it has taken a mail', async () => {
  const { look, comesBack } = await senderOf(2);
  await expect(look()).rejects.toBeInstanceOf(MailerUnavailable);
  expect(await look()).toBe('nothing-to-tell-by');
  comesBack();
  expect(await look()).toBe('nothing-to-tell-by');
  clock.advance(seconds(30));
  expect(await look()).toBe(false);
  expect(await look()).toBe(false);
});
