import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendMails } from '#application/relays/send-mails.ts';
import { seconds } from '#domain/shared/duration.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { handTimer } from '../support/hand-timer.ts';
import { identityStoresOn } from '../support/identity-stores.ts';
import { address, queuedMail, replyLetter } from '../support/mails.ts';
import { opening } from '../support/openings.ts';
import { ben, carla, paul } from '../support/people.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn, type TestRelays } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { messageId, ticketId } from '../support/tickets.ts';

const ticket = ticketId(1);
const note = {
  kind: 'note-written',
  name: 'Ben',
  number: 7,
  subject: 'Charged twice',
  author: 'Lena Example',
  text: 'Psst.',
} as const;

eachEngine('A letter that had to wait', (engine) => {
  let database: TestDatabase;
  let relays: TestRelays;
  const clock = adjustableClock();

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    relays = relaysOn(database, clock);
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
    await database.session.transaction(() =>
      database.stores.tickets.add(opening(ticket, { participants: [paul.id] })),
    );
    await relays.mails.enqueue(
      [
        queuedMail(1, { to: address('ben@example.org'), letter: note, ticket }),
        queuedMail(2, { to: address('paul@example.org'), letter: replyLetter(), ticket }),
        queuedMail(3, { to: address('ben@example.org') }),
      ],
      clock.now(),
    );
  });
  afterAll(() => database.close());

  const change = (user: UserId, columns: { readonly status?: string; readonly muted_letters?: string }) =>
    database.session.db().updateTable('users').set(columns).where('id', '=', user).execute();

  /** Sends what waits, after a while, and tells which mails left. */
  const sentAfter = async (waitMs: number) => {
    clock.advance(waitMs);
    const sent: string[] = [];
    const mailer = {
      send: async ({ id }: { readonly id: string }) => void sent.push(id),
      close: async () => {},
    };
    const logger = recordingLogger();
    const deps = { ...relays, clock, logger, timer: handTimer(), random: () => 1, mailer };
    await sendMails(deps).run(new AbortController().signal);
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    return sent.map((id) => Number(id.slice(-2))).toSorted();
  };
  const outcomes = async () =>
    (
      await database.session
        .db()
        .selectFrom('outbound_mails')
        .select(['state', 'last_error', 'sealed_letter'])
        .orderBy('id')
        .execute()
    ).map(({ state, last_error, sealed_letter }) => [state, last_error, sealed_letter]);
  const withdrawn = ['dead', 'withdrawn: its recipient may not read it any more', null];

  test('leaves when nothing has changed', async () => {
    expect(await sentAfter(seconds(3600))).toEqual([1, 2, 3]);
  });

  test('is withdrawn when whom it was for was suspended; letters about the account are not', async () => {
    await change(ben.id, { status: 'suspended' });
    expect(await sentAfter(seconds(6))).toEqual([2, 3]);
    expect(await outcomes()).toEqual([withdrawn, ['sent', null, null], ['sent', null, null]]);
  });

  test('is withdrawn when its reader lost the queue', async () => {
    await database.session.db().deleteFrom('grants').where('user_id', '=', ben.id).execute();
    expect(await sentAfter(seconds(6))).toEqual([2, 3]);
    expect((await outcomes())[0]).toEqual(withdrawn);
  });

  test('is not sent once the text of a message of its ticket was taken away, which it may quote', async () => {
    await database.session.transaction(() => database.stores.tickets.redact(ticket, messageId(1)));
    expect(await sentAfter(seconds(6))).toEqual([3]);
  });

  test('is withdrawn when its reader muted such letters meanwhile', async () => {
    await change(paul.id, { muted_letters: 'ticket-replied' });
    expect(await sentAfter(seconds(6))).toEqual([1, 3]);
  });

  test('never leaves when it quotes what was erased since', async () => {
    const { unitOfWork } = identityStoresOn(database, clock);
    await unitOfWork.run((tx) =>
      tx.personalData.eraseTexts(ticket, { user: carla.id, at: clock.now(), texts: 'own' }),
    );
    expect(await sentAfter(seconds(6))).toEqual([3]);
  });
});
