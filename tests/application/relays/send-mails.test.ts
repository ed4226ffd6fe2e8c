import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Mailer, MailRefused } from '#application/ports/mailer.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { mostTries } from '#application/relays/retry-schedule.ts';
import { claimMs, type SendMailsDeps, sendMails, sentAtOnce } from '#application/relays/send-mails.ts';
import { hours, seconds } from '#domain/shared/duration.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import type { TestDatabase } from '../../support/database.ts';
import { type HandTimer, handTimer } from '../../support/hand-timer.ts';
import { codeLetter, queuedMail } from '../../support/mails.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { openSqlite, relaysOn, type TestRelays } from '../../support/relays.ts';

describe('queued mails', () => {
  let database: TestDatabase;
  let relays: TestRelays;
  let timer: HandTimer;
  let logger: ReturnType<typeof recordingLogger>;
  const clock = adjustableClock();

  beforeAll(async () => {
    database = await openSqlite(clock);
    relays = relaysOn(database, clock);
  });
  beforeEach(async () => {
    await database.empty();
    timer = handTimer();
    logger = recordingLogger();
  });
  afterAll(() => database.close());

  const enqueue = (...counts: readonly number[]): Promise<void> =>
    relays.mails.enqueue(
      counts.map((count) => queuedMail(count)),
      clock.now(),
    );

  /** A mailer that does with each mail what the test says, and remembers it. */
  const mailerThat = (answer: (mail: ClaimedMail) => Promise<void> | void) => {
    const sent: string[] = [];
    const mailer: Mailer = {
      send: async (mail) => {
        sent.push(mail.id);
        await answer(mail);
      },
      close: async () => {},
    };
    return { mailer, sent };
  };

  const run = (mailer: Mailer, deps: Partial<SendMailsDeps> = {}, stopping = new AbortController().signal) =>
    sendMails({ ...relays, clock, logger, timer, random: () => 1, mailer, ...deps }).run(stopping);

  const rows = async () =>
    database.session
      .db()
      .selectFrom('outbound_mails')
      .select(['state', 'attempts', 'last_error'])
      .orderBy('id')
      .execute();

  const idOf = (count: number): string => queuedMail(count).id;
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

  test('are all sent, each once, a few at a time', async () => {
    await enqueue(...upTo(30));
    let now = 0;
    let most = 0;
    const { mailer, sent } = mailerThat(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    });
    expect(await run(mailer)).toBe(false);
    expect(sent.toSorted()).toEqual(upTo(30).map(idOf));
    expect(most).toBe(sentAtOnce);
    expect((await rows()).every(({ state }) => state === 'sent')).toBe(true);
    await run(mailer);
    expect(sent).toHaveLength(30);
  });

  test.each([
    ['none', 0, 1],
    ['fewer than can be sent at once', sentAtOnce - 1, 1],
    ['all that can be sent at once', sentAtOnce, 2],
  ])('are looked for again only while there may be more: %s', async (_, count, looks) => {
    await enqueue(...upTo(count));
    let claims = 0;
    const outboundMail: typeof relays.outboundMail = {
      ...relays.outboundMail,
      claim: (...asked) => {
        claims += 1;
        return relays.outboundMail.claim(...asked);
      },
    };
    const together = Promise.withResolvers<void>();
    const { mailer, sent } = mailerThat(() => {
      if (sent.length === count) together.resolve();
      return together.promise;
    });
    await run(mailer, { outboundMail });
    expect(sent).toHaveLength(count);
    expect(claims).toBe(looks);
  });

  test('are each sent by one of several nodes', async () => {
    await enqueue(...upTo(40));
    const { mailer, sent } = mailerThat(() => new Promise((resolve) => setImmediate(resolve)));
    await Promise.all([run(mailer), run(mailer), run(mailer)]);
    expect(sent.toSorted()).toEqual(upTo(40).map(idOf));
  });

  test('are tried again later and later, then given up with the reason', async () => {
    await enqueue(1);
    const { mailer, sent } = mailerThat(() => {
      throw new Error('451 try later');
    });
    for (let tries = 1; tries <= mostTries; tries += 1) {
      await run(mailer);
      expect(sent).toHaveLength(tries);
      if (tries === 1) {
        clock.advance(seconds(30) - 1);
        await run(mailer);
        expect(sent).toHaveLength(1);
      }
      clock.advance(hours(6));
    }
    await run(mailer);
    expect(sent).toHaveLength(mostTries);
    expect(await rows()).toEqual([
      { state: 'dead', attempts: mostTries, last_error: 'given up after 8 tries: 451 try later' },
    ]);
  });

  test('are given up at once when they are refused for good, and the others are sent', async () => {
    await enqueue(1, 2);
    const { mailer } = mailerThat(({ id }) => {
      if (id === idOf(1)) throw new MailRefused('550 5.1.1 <carla@example.org>: no such user');
    });
    await run(mailer);
    expect(await rows()).toEqual([
      { state: 'dead', attempts: 1, last_error: '550 5.1.1 <(address)>: no such user' },
      { state: 'sent', attempts: 1, last_error: null },
    ]);
  });

  test('are given up when every process that tried them ended on them', async () => {
    await enqueue(1);
    for (let tries = 1; tries <= mostTries; tries += 1) {
      await relays.outboundMail.claim(1, clock.now(), claimMs);
      clock.advance(claimMs);
    }
    const { mailer, sent } = mailerThat(() => {});
    await run(mailer);
    expect(sent).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'dead', last_error: 'no try ever came to an end' }]);
  });

  test('do not wait for a slow one before them', async () => {
    await enqueue(1);
    let finish = (): void => {};
    const { mailer, sent } = mailerThat(({ id }) =>
      id === idOf(1) ? new Promise((resolve) => (finish = resolve)) : undefined,
    );
    const running = run(mailer);
    const look = await timer.nth(0);
    await enqueue(2, 3);
    look.end();
    await timer.nth(1);
    expect(sent).toEqual([idOf(1), idOf(2), idOf(3)]);
    finish();
    await running;
    expect((await rows()).every(({ state }) => state === 'sent')).toBe(true);
  });

  test('are left to others when the node stops, and those on the way are finished', async () => {
    await enqueue(...upTo(10));
    const stopping = new AbortController();
    const { mailer, sent } = mailerThat(async () => {
      stopping.abort();
      await new Promise((resolve) => setImmediate(resolve));
    });
    await run(mailer, {}, stopping.signal);
    expect(await rows()).toEqual([
      ...sent.map(() => ({ state: 'sent', attempts: 1, last_error: null })),
      ...upTo(10 - sent.length).map(() => ({ state: 'queued', attempts: 0, last_error: null })),
    ]);
    // the others of the same handful had not been tried yet
    expect(sent).toHaveLength(1);
    const { mailer: other, sent: rest } = mailerThat(() => {});
    await run(other);
    expect([...sent, ...rest].toSorted()).toEqual(upTo(10).map(idOf));
  });

  test('do not leave twice because the database is away, however long that is', async () => {
    await enqueue(1);
    let failures = 0;
    const { mailer, sent } = mailerThat(() => {});
    const outboundMail: typeof relays.outboundMail = {
      ...relays.outboundMail,
      sent: async (mail, at) => {
        failures += 1;
        if (failures < 40) throw new StorageUnavailable('away');
        return relays.outboundMail.sent(mail, at);
      },
    };
    const running = run(mailer, { outboundMail });
    // one wait is the look for other mails, which goes on all the time
    for (let count = 0; count < 40; count += 1) {
      const wait = await timer.nth(count);
      if (count > 0) wait.end();
    }
    await running;
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1 }]);
    expect(sent).toHaveLength(1);
  });

  test('leave neither address nor text in the log', async () => {
    await enqueue(1, 2, 3);
    const { mailer } = mailerThat(({ id }) => {
      if (id === idOf(1)) throw new MailRefused('550 <carla@example.org> unknown');
      if (id === idOf(2)) throw new Error('451 "carla@example.org" is busy');
    });
    await run(mailer);
    const log = JSON.stringify(logger.lines);
    expect(logger.lines).toHaveLength(3);
    expect(log).not.toContain('carla@');
    expect(log).not.toContain('204817');
    expect(JSON.stringify(await rows())).not.toContain('carla@');
    expect(codeLetter()).toMatchObject({ code: '204817' });
  });
});
