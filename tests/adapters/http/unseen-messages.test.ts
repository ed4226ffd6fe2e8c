import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, TicketBody } from '../../support/http/bodies.ts';
import { canary } from '../../support/http/leaks.ts';
import { at, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';

type Unseen = { readonly code: string; readonly messages: readonly MessageBody[] };

eachEngine('a reply to what was said meanwhile', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
  });

  const say = (who: Parameters<Desk['as']>[0], facts: object) =>
    desk.as(who).post<MessageBody & Unseen>(`${at(ticket)}/messages`, { body: 'Hello', ...facts });
  const bodies = async () => (await threadFor(desk.as('ben'), ticket)).map(({ body }) => body);

  test('is not written when its author has not seen it, and hears it instead', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    await say('carla', { body: 'It is solved, thank you' });
    const before = await seenBy(desk.as('ben'), ticket);
    const refused = await say('ben', { lastSeenSeq: version, status: 'pending' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'unseen-messages' } });
    const thread = await threadFor(desk.as('ben'), ticket);
    expect(refused.body.messages).toEqual([thread.at(-1)]);
    expect(await seenBy(desk.as('ben'), ticket)).toEqual(before);
  });

  test('is written once its author has seen it, or says that it does not matter, or asks for no guard', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    const last = (await say('carla', { body: 'One more thing' })).body;
    expect((await say('ben', { body: 'One', lastSeenSeq: version, force: true })).status).toBe(201);
    expect((await say('ben', { body: 'Two', lastSeenSeq: last.seq })).status).toBe(409);
    expect((await say('ben', { body: 'Three' })).status).toBe(201);
    const seen = (await seenBy(desk.as('ben'), ticket)).version;
    expect((await say('ben', { body: 'Four', lastSeenSeq: seen })).status).toBe(201);
    expect((await bodies()).slice(-3)).toEqual(['One', 'Three', 'Four']);
  });

  test('is guarded by what customers may know, for customers', async () => {
    const { version } = await seenBy(desk.as('carla'), ticket);
    await say('ben', { body: canary, kind: 'internal' });
    await desk.as('ben').post(`${at(ticket)}/claim`);
    expect((await say('carla', { lastSeenSeq: version })).status).toBe(201);
    const said = await say('ben', { body: 'We have it' });
    const refused = await say('carla', { lastSeenSeq: version + 1 });
    expect(refused.status).toBe(409);
    expect(refused.body.messages).toMatchObject([{ id: said.body.id, seq: version + 2 }]);
    expect(refused.text).not.toContain(canary);
  });

  test('is not held up by notes, nor by changes without a message', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    await say('ada', { body: 'A note', kind: 'internal' });
    await desk.as('ada').patch(at(ticket), { priority: 'high' });
    expect((await say('ben', { lastSeenSeq: version })).status).toBe(201);
    expect((await say('ada', { kind: 'internal', lastSeenSeq: version })).status).toBe(409);
  });

  test('names the last twenty messages at most', async () => {
    for (let count = 0; count < 22; count += 1) await say('carla', { body: `${count}` });
    const { body } = await say('ben', { lastSeenSeq: 0 });
    expect(body.messages.map((message) => message.body)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n + 2}`),
    );
  });

  test('says first who may not write at all, and who has seen another version', async () => {
    const refused = await say('carla', { kind: 'internal', lastSeenSeq: 0 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    const said = { body: 'Hello', lastSeenSeq: 0 };
    const stale = await desk.as('ben').post(`${at(ticket)}/messages`, said, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-mismatch' } });
  });

  test('guards a message that would open a follow-up, too', async () => {
    const { version } = await seenBy(desk.as('carla'), ticket);
    await say('ben', { body: 'Done' });
    await desk.as('ben').post(`${at(ticket)}/close`);
    expect((await say('carla', { lastSeenSeq: version })).status).toBe(409);
    expect((await say('carla', { lastSeenSeq: version, force: true })).body.ticketId).not.toBe(ticket.id);
  });

  test('is written by one of those who answer at the same moment, and the others hear it', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, count) =>
        say(count % 2 === 0 ? 'ben' : 'ada', { body: `Answer ${count}`, lastSeenSeq: version }),
      ),
    );
    const written = answers.filter(({ status }) => status === 201);
    expect(written).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body.messages.map(({ id }) => id))).toEqual(
      Array(7).fill([written[0]?.body.id]),
    );
  });
});
