import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { fold } from '#domain/tickets/fold.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { placesOf } from '../../support/every-column.ts';
import type { MessageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { messageId } from '../../support/tickets.ts';
import { connect } from '../websocket/live-client.ts';

eachEngine('Redacting', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const say = async (who: 'carla' | 'ben', ticket: TicketBody, said: object, headers = {}) =>
    (await desk.as(who).post<MessageBody>(`${at(ticket)}/messages`, said, headers)).body;
  const pathOf = (ticket: TicketBody, message: string) => `${at(ticket)}/messages/${message}/redact`;
  const redact = (
    ticket: TicketBody,
    { id }: Pick<MessageBody, 'id'>,
    who: 'lena' | 'ben' | 'carla' = 'lena',
  ) => desk.as(who).post<TicketBody>(pathOf(ticket, id));
  const placesWith = (word: string) => placesOf(resolve(desk.hexdesk.container, tokens.database), [word]);
  const opened = async (body: string) => {
    const ticket = await raisedBy(desk.as('carla'), { body });
    const [message] = await threadFor(desk.as('ben'), ticket);
    if (message === undefined) throw new Error('a new ticket has no message');
    return { ticket, message };
  };
  const bodies = async (ticket: TicketBody, who: 'carla' | 'ben' = 'ben') =>
    (await threadFor(desk.as(who), ticket)).filter(({ automatic }) => !automatic).map(({ body }) => body);
  const isWhatItsFactsTell = async (raw: string): Promise<void> => {
    const { container } = desk.hexdesk;
    const id = TicketId(raw);
    const stored = await resolve(container, tokens.reader).find({ id });
    const page = { after: 0, limit: 100 };
    const records = await resolve(container, tokens.history).page(id, 'staff', page);
    expect(
      fold(
        id,
        records.map(({ fact }) => fact),
      ),
    ).toEqual(stored?.ticket);
    expect(stored?.version).toBe(records.at(-1)?.seq);
  };

  test('leaves a message in its place without its text, which is nowhere any more', async () => {
    const { ticket, message } = await opened('My password is numbat');
    const before = await seenBy(desk.as('carla'), ticket);
    const answer = await redact(ticket, message);
    expect(answer).toMatchObject({ status: 200, body: { id: ticket.id, status: 'new' } });
    const [left] = await threadFor(desk.as('carla'), ticket);
    expect(left).toEqual({ ...message, body: '[redacted]' });
    expect(await placesWith('numbat')).toEqual([]);

    const [first, ...rest] = await factsFor(desk.as('carla'), ticket);
    expect(first).toMatchObject({ type: 'ticket-opened', data: { message: { body: '[redacted]' } } });
    expect(rest.at(-1)).toMatchObject({ type: 'message-redacted', data: { messageId: message.id } });
    expect((await seenBy(desk.as('carla'), ticket)).version).toBe(before.version + 1);
    expect((await desk.as('carla').get('/v1/me/export')).text).toContain('[redacted]');
    await isWhatItsFactsTell(ticket.id);
  });

  test('of a note is nothing that its customer could notice', async () => {
    const { ticket } = await opened('Hello');
    const note = await say('ben', ticket, { kind: 'internal', body: 'Her door code is bilby' });
    const before = await desk.as('carla').get(at(ticket));
    expect((await redact(ticket, note)).status).toBe(200);
    const after = await desk.as('carla').get(at(ticket));
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    expect((await factsFor(desk.as('carla'), ticket)).map(({ type }) => type)).not.toContain('note-redacted');
    const told = await factsFor(desk.as('ben'), ticket);
    expect(told.at(-1)).toMatchObject({ type: 'note-redacted', data: { messageId: note.id } });
    expect(await bodies(ticket)).toEqual(['Hello', '[redacted]']);
    expect(await placesWith('bilby')).toEqual([]);
  });

  test('is for leads, of a message that is there, in the version that was seen', async () => {
    const { ticket, message } = await opened('Hello, dugong');
    const no = { status: 403, body: { code: 'not-permitted', permission: 'ticket:redact' } };
    expect(await redact(ticket, message, 'carla')).toMatchObject(no);
    expect(await redact(ticket, message, 'ben')).toMatchObject(no);
    const path = pathOf(ticket, message.id);
    expect(await desk.as('dora').post(path)).toMatchObject({ status: 404 });
    expect(await desk.as('lena').post(pathOf(ticket, messageId(9)))).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    const other = await opened('Hello again');
    expect(await redact(ticket, other.message)).toMatchObject({ status: 404 });
    expect(await desk.as('lena').post(path, undefined, { 'if-match': '"99"' })).toMatchObject({
      status: 412,
    });
    expect(await bodies(ticket)).toEqual(['Hello, dugong']);
  });

  test('takes the text out of a closed ticket, and is no news a second time', async () => {
    const { ticket, message } = await opened('My card is 4111');
    await desk.as('ben').post(`${at(ticket)}/close`);
    const first = await redact(ticket, message);
    expect(first).toMatchObject({ status: 200, body: { status: 'closed' } });
    const again = await redact(ticket, message);
    expect(again).toMatchObject({ status: 200, body: { version: first.body.version } });
    expect(await bodies(ticket)).toEqual(['[redacted]']);
  });

  test('holds for a request that is repeated: it is answered without the text, and writes it no second time', async () => {
    const { ticket } = await opened('Hello');
    const key = { 'idempotency-key': 'quoll' };
    const said = { body: 'My password is quoll-7' };
    const reply = await say('carla', ticket, said, key);
    await redact(ticket, reply);
    expect(await placesWith('quoll-7')).toEqual([]);
    const again = await desk.as('carla').post<MessageBody>(`${at(ticket)}/messages`, said, key);
    expect(again).toMatchObject({ status: 201, body: { ...reply, body: '[redacted]' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await bodies(ticket)).toEqual(['Hello', '[redacted]']);

    const step = { 'idempotency-key': 'once' };
    const path = pathOf(ticket, reply.id);
    const once = await desk.as('lena').post(path, undefined, step);
    expect((await desk.as('lena').post(path, undefined, step)).text).toBe(once.text);
  });

  test('reaches the ticket a message came out of, so that undoing the merge does not bring it back', async () => {
    const { ticket: source, message } = await opened('My password is potoroo');
    const note = await say('ben', source, { kind: 'internal', body: 'She means potoroo' });
    const { ticket: survivor } = await opened('Hello');
    await desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
    const led = await redact(source, message);
    expect(led.status).toBe(308);
    expect(led.headers.get('location')).toBe(pathOf(survivor, message.id));
    for (const one of [message, note]) expect((await redact(survivor, one)).status).toBe(200);
    expect(await placesWith('potoroo')).toEqual([]);
    for (const ticket of [source, survivor]) {
      const told = (await factsFor(desk.as('ben'), ticket)).filter(({ type }) => type.endsWith('-redacted'));
      expect(told.map(({ type, data }) => [type, data])).toEqual([
        ['message-redacted', { messageId: message.id }],
        ['note-redacted', { messageId: note.id }],
      ]);
      await isWhatItsFactsTell(ticket.id);
    }
    await desk.as('ben').post(`${at(source)}/merge/undo`);
    expect(await bodies(source)).toEqual(['[redacted]', '[redacted]']);
    expect(await bodies(survivor)).toEqual(['Hello']);
    for (const { id } of [source, survivor]) await isWhatItsFactsTell(id);
  });

  test('is heard by whoever follows the ticket, notes by staff alone', async () => {
    const { ticket, message } = await opened('My password is wombat');
    const note = await say('ben', ticket, { kind: 'internal', body: 'canary' });
    const topic = `ticket:${ticket.id}`;
    const [customer, agent] = await Promise.all([
      connect(desk.url, { token: await desk.tokenOf('carla') }),
      connect(desk.url, { token: await desk.tokenOf('ben') }),
    ]);
    for (const client of [customer, agent]) await client.subscribe(topic);
    await redact(ticket, note);
    await redact(ticket, message);
    expect((await agent.factOn(topic, 'note-redacted')).fact?.data).toEqual({ messageId: note.id });
    const heard = await customer.factOn(topic, 'message-redacted');
    expect(heard.fact?.data).toEqual({ messageId: message.id });
    await customer.settled();
    expect(JSON.stringify(customer.all)).not.toContain('note-redacted');
  });
});
