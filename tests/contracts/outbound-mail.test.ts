import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mikroOrmMailQueue } from '#adapters/mikro-orm/relays/mail-queue.ts';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { minutes } from '#domain/shared/duration.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { address, codeLetter, queuedMail, replyLetter } from '../support/mails.ts';
import { relaysOn, type TestRelays } from '../support/relays.ts';
import { later, noon, ticketId } from '../support/tickets.ts';

const lease = minutes(2);

eachEngine('The mail queue', (engine) => {
  let database: TestDatabase;
  let ours: TestRelays;
  let theirs: TestRelays;
  const clock = adjustableClock();

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    // a SQLite file in memory is one node's own
    const other: TestNode = engine.name === 'MySQL' ? await database.anotherNode() : database;
    ours = relaysOn(database, clock);
    theirs = relaysOn(other, clock);
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const enqueue = (...mails: readonly ReturnType<typeof queuedMail>[]): Promise<void> =>
    ours.unitOfWork.run(async (tx) => tx.mails.enqueue(mails, noon));

  const claimOne = async (relays: TestRelays, at: Date): Promise<ClaimedMail> => {
    const [mail] = await relays.outboundMail.claim(1, at, lease);
    if (mail === undefined) throw new Error('nothing was due');
    return mail;
  };

  const row = async (id: string) =>
    database.session
      .db()
      .selectFrom('outbound_mails')
      .select(['state', 'sealed_letter', 'last_error', 'attempts', 'message_id'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();

  test('gives a mail out as it was put in, with a Message-ID of its own', async () => {
    const mail = queuedMail(1, {
      to: address('carla@example.org'),
      toName: 'Çarla “CC” Éxample 🦊',
      letter: replyLetter({ text: 'Zürich\r\n\t“ok” 🎉' }),
      ticket: ticketId(3),
    });
    await enqueue(mail);
    expect(await claimOne(ours, noon)).toEqual({
      ...mail,
      messageId: `<ticket.${ticketId(3)}.${mail.id}@desk.example.org>`,
      queuedAt: noon,
      attempts: 0,
      claim: expect.any(String),
    });
  });

  test('keeps no letter readable', async () => {
    await enqueue(queuedMail(1, { letter: codeLetter({ code: '204817' }) }));
    const { sealed_letter: sealed } = await row(queuedMail(1).id);
    expect(sealed).not.toContain('204817');
    expect(sealed).not.toContain('Carla');
  });

  test('holds nothing of a transaction that failed, and tells of mails only once they are there', async () => {
    database.committed.length = 0;
    const failing = ours.unitOfWork.run(async (tx) => {
      await tx.mails.enqueue([queuedMail(1)], noon);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(database.committed).toEqual([]);
    await enqueue(queuedMail(2));
    expect(database.committed).toEqual(['mails']);
    expect((await ours.outboundMail.claim(9, noon, lease)).map(({ id }) => id)).toEqual([queuedMail(2).id]);
  });

  test('never gives one mail to two workers that ask at once', async () => {
    await enqueue(...Array.from({ length: 60 }, (_, count) => queuedMail(count)));
    const work = async (relays: TestRelays): Promise<string[]> => {
      const got: string[] = [];
      for (;;) {
        const claimed = await relays.outboundMail.claim(3, noon, lease);
        if (claimed.length === 0) return got;
        got.push(...claimed.map(({ id }) => id));
      }
    };
    const got = (await Promise.all([ours, theirs, ours, theirs].map(work))).flat();
    expect(got).toHaveLength(60);
    expect(new Set(got).size).toBe(60);
  });

  test('gives a mail out again when whoever took it never came back', async () => {
    await enqueue(queuedMail(1));
    const first = await claimOne(ours, noon);
    expect(await theirs.outboundMail.claim(1, later(lease - 1), lease)).toEqual([]);
    const second = await claimOne(theirs, later(lease));
    expect(second).toEqual({ ...first, attempts: 1, claim: second.claim });
    expect(second.claim).not.toBe(first.claim);
  });

  test('lets nobody whose claim is over write what became of a mail', async () => {
    await enqueue(queuedMail(1));
    const late = await claimOne(ours, noon);
    const current = await claimOne(theirs, later(lease));
    await ours.outboundMail.sent(late, later(lease));
    await ours.outboundMail.dead(late, 'refused', later(lease));
    await ours.outboundMail.retry(late, 'try later', later(lease));
    await ours.outboundMail.release([late]);
    expect(await theirs.outboundMail.claim(1, later(lease), lease)).toEqual([]);
    expect(await row(current.id)).toMatchObject({ state: 'queued', attempts: 2, last_error: null });
    await theirs.outboundMail.sent(current, later(lease));
    expect(await row(current.id)).toMatchObject({ state: 'sent' });
  });

  test('forgets the letter of a mail that was sent, and never gives it out again', async () => {
    await enqueue(queuedMail(1));
    await ours.outboundMail.sent(await claimOne(ours, noon), noon);
    expect(await row(queuedMail(1).id)).toMatchObject({ state: 'sent', sealed_letter: null });
    expect(await ours.outboundMail.claim(1, later(minutes(60)), lease)).toEqual([]);
  });

  test('forgets the letter of a mail that was given up, and keeps the reason', async () => {
    await enqueue(queuedMail(1));
    await ours.outboundMail.dead(await claimOne(ours, noon), '550 no such user', noon);
    expect(await row(queuedMail(1).id)).toMatchObject({
      state: 'dead',
      sealed_letter: null,
      last_error: '550 no such user',
    });
    expect(await ours.outboundMail.claim(1, later(minutes(60)), lease)).toEqual([]);
  });

  test('keeps a mail that failed until its next try is due', async () => {
    await enqueue(queuedMail(1));
    await ours.outboundMail.retry(await claimOne(ours, noon), '451 later', later(minutes(5)));
    expect(await ours.outboundMail.claim(1, later(minutes(5) - 1), lease)).toEqual([]);
    expect(await claimOne(theirs, later(minutes(5)))).toMatchObject({ attempts: 1, letter: codeLetter() });
    expect(await row(queuedMail(1).id)).toMatchObject({ last_error: '451 later' });
  });

  test('takes back at once what a stopping worker had not tried', async () => {
    await enqueue(queuedMail(1), queuedMail(2));
    await ours.outboundMail.release(await ours.outboundMail.claim(2, noon, lease));
    const again = await theirs.outboundMail.claim(2, noon, lease);
    expect(again.map(({ attempts }) => attempts)).toEqual([0, 0]);
  });

  test('sets a letter aside that does not open, and gives out the others', async () => {
    const secretBox = aesSecretBox({ secretKey: secretKey('a secret of another installation') });
    await mikroOrmMailQueue(database.session, { secretBox, host: 'desk.example.org' }).enqueue(
      [queuedMail(1)],
      noon,
    );
    await enqueue(queuedMail(2));
    expect((await ours.outboundMail.claim(9, noon, lease)).map(({ id }) => id)).toEqual([queuedMail(2).id]);
    expect(await row(queuedMail(1).id)).toMatchObject({
      state: 'dead',
      sealed_letter: expect.any(String),
      last_error: expect.stringContaining('seal'),
    });
  });
});
