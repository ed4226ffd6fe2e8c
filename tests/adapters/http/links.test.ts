import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkSchema } from '#adapters/wire/link.ts';
import type { z } from '#adapters/wire/schemas.ts';
import { days } from '#domain/shared/duration.ts';
import { mostLinks } from '#domain/tickets/link.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, PageBody, TicketBody } from '../../support/http/bodies.ts';
import type { Client } from '../../support/http/client.ts';
import { at, factsFor, raisedBy, seenBy } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { ben } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';

type LinkBody = z.output<typeof LinkSchema>;

eachEngine('links between tickets', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
  });
  afterAll(() => desk.close());

  const inBilling = () => raisedBy(desk.as('carla'));
  const inShipping = () => raisedBy(desk.as('carla'), { queueId: shipping.id });
  const link = (by: Client, ticket: TicketBody, other: Pick<TicketBody, 'id'>, kind = 'related') =>
    by.post<LinkBody>(`${at(ticket)}/links`, { ticketId: other.id, kind });
  const linksOf = async (by: Client, ticket: Pick<TicketBody, 'id'>): Promise<readonly LinkBody[]> =>
    (await by.get<PageBody<LinkBody>>(`${at(ticket)}/links`)).body.items;
  const kindsOf = async (by: Client, ticket: Pick<TicketBody, 'id'>) =>
    (await linksOf(by, ticket)).map((one) => [one.kind, one.ticket.id]);

  test('are seen from both sides, and counted as a change of both', async () => {
    const [first, second] = [await inBilling(), await inBilling()];
    const before = await seenBy(desk.as('ben'), second);
    const made = await link(desk.as('ben'), first, second, 'blocks');
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'blocks', ticket: { id: second.id, number: second.number }, linkedById: ben.id },
    });
    expect(made.headers.get('location')).toBe(`${at(first)}/links`);
    expect(await linksOf(desk.as('ben'), first)).toEqual([made.body]);
    expect(await linksOf(desk.as('ben'), second)).toMatchObject([
      { id: made.body.id, kind: 'blocked-by', ticket: { id: first.id, subject: first.subject } },
    ]);
    const after = await seenBy(desk.as('ben'), second);
    expect(after).toEqual({ ...before, version: before.version + 1, updatedAt: after.updatedAt });
    expect((await factsFor(desk.as('ben'), second)).at(-1)).toMatchObject({
      type: 'ticket-linked',
      data: { linkId: made.body.id, kind: 'blocked-by' },
    });
  });

  test('are taken back from either side, once', async () => {
    const [first, second] = [await inBilling(), await inBilling()];
    const { body } = await link(desk.as('ben'), first, second, 'duplicate-of');
    const place = `${at(second)}/links/${body.id}`;
    const { version } = await seenBy(desk.as('ben'), second);
    expect(await desk.as('ben').delete(place, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await desk.as('ben').delete<TicketBody>(place, { 'if-match': `"${version}"` })).toMatchObject({
      status: 200,
      body: { id: second.id, version: version + 1 },
    });
    expect(await linksOf(desk.as('ben'), first)).toEqual([]);
    expect((await factsFor(desk.as('ben'), first)).map(({ type }) => type).slice(-2)).toEqual([
      'ticket-linked',
      'ticket-unlinked',
    ]);
    expect((await desk.as('ben').delete(place)).status).toBe(404);
    expect((await desk.as('ben').delete(`${at(first)}/links/${body.id}`)).status).toBe(404);
  });

  test('are made once for each way, whichever side says it', async () => {
    const [first, second] = [await inBilling(), await inBilling()];
    expect((await link(desk.as('ben'), first, second)).status).toBe(201);
    expect((await link(desk.as('ben'), first, second, 'blocks')).status).toBe(201);
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      expect(await link(desk.as('ben'), one, other)).toMatchObject({
        status: 409,
        body: { code: 'already-linked' },
      });
    }
    expect(await link(desk.as('ben'), first, first)).toMatchObject({
      status: 409,
      body: { code: 'link-to-itself' },
    });
  });

  test('are made once for one key', async () => {
    const [first, second] = [await inBilling(), await inBilling()];
    const sending = () =>
      desk
        .as('ben')
        .post(
          `${at(first)}/links`,
          { ticketId: second.id, kind: 'related' },
          { 'idempotency-key': second.id },
        );
    const made = await sending();
    expect(await sending()).toMatchObject({ status: 201, text: made.text });
    expect(await linksOf(desk.as('ben'), first)).toHaveLength(1);
  });

  test('of two who link the same two tickets at once from both sides exactly one does', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = [await inBilling(), await inBilling()];
      const answers = await Promise.all([
        link(desk.as('ben'), first, second),
        link(desk.as('bea'), second, first),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect(await linksOf(desk.as('ben'), first)).toHaveLength(1);
    }
  });

  test('stay within a hundred for each ticket, and come in pages', async () => {
    const first = await inBilling();
    const others: TicketBody[] = [];
    for (let count = 0; count < mostLinks; count += 1) {
      const other = await inBilling();
      others.push(other);
      expect((await link(desk.as('ben'), other, first)).status).toBe(201);
    }
    expect(await link(desk.as('ben'), first, await inBilling())).toMatchObject({
      status: 409,
      body: { code: 'too-many-links', limit: 100 },
    });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: PageBody<LinkBody> = (
        await desk.as('ben').get<PageBody<LinkBody>>(`${at(first)}/links?limit=30${query}`)
      ).body;
      seen.push(...page.items.map(({ ticket }) => ticket.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(others.map(({ id }) => id));
  });

  describe('to a ticket that one may not see', () => {
    test('are not there: neither in lists nor in pages, nor to be taken back', async () => {
      const [billed, sent] = [await inBilling(), await inShipping()];
      const made = await link(desk.as('ada'), billed, sent, 'blocks');
      const seen = await link(desk.as('ada'), billed, await inBilling());
      expect(await linksOf(desk.as('ben'), billed)).toMatchObject([{ id: seen.body.id }]);
      const page = await desk.as('ben').get<PageBody<LinkBody>>(`${at(billed)}/links?limit=1`);
      expect(page.body.nextCursor).toBeNull();
      expect(await linksOf(desk.as('sam'), sent)).toEqual([]);
      expect((await desk.as('ben').delete(`${at(billed)}/links/${made.body.id}`)).status).toBe(404);
      expect(await linksOf(desk.as('ada'), sent)).toHaveLength(1);
      const told = JSON.stringify(await factsFor(desk.as('ben'), billed));
      expect(told).toContain('ticket-linked');
      expect(told).not.toContain(sent.id);
    });

    test('cannot be made, as if there were none', async () => {
      const [billed, sent] = [await inBilling(), await inShipping()];
      const unseen = await link(desk.as('ben'), billed, sent);
      const unknown = await link(desk.as('ben'), billed, { id: ben.id });
      expect(unseen.status).toBe(422);
      expect(unseen.body).toMatchObject({ errors: [{ path: 'ticketId', code: 'unknown-ticket' }] });
      expect({ ...unseen.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
      expect((await link(desk.as('sam'), billed, sent)).status).toBe(404);
    });
  });

  test('by staff are unknown to customers, who cannot make any either', async () => {
    const [first, second] = [await inBilling(), await inBilling()];
    const before = await desk.as('carla').get(at(first));
    await link(desk.as('ben'), first, second, 'follow-up-of');
    expect((await desk.as('carla').get(at(first))).text).toBe(before.text);
    expect(await linksOf(desk.as('carla'), first)).toEqual([]);
    expect(JSON.stringify(await factsFor(desk.as('carla'), first))).not.toContain('linked');
    expect(await link(desk.as('carla'), first, { id: ben.id })).toMatchObject({
      status: 403,
      body: { permission: 'ticket:triage' },
    });
    expect((await desk.as('carla').delete(`${at(first)}/links/${second.id}`)).status).toBe(403);
  });

  test('of follow-ups are there by themselves, for customers too, and for good', async () => {
    const closed = await inBilling();
    await desk.as('ben').post(`${at(closed)}/close`);
    desk.clock.advance(days(1));
    const write = () => desk.as('carla').post<MessageBody>(`${at(closed)}/messages`, { body: 'Again' });
    const [first, second] = [(await write()).body.ticketId, (await write()).body.ticketId];
    for (const reader of ['carla', 'ben'] as const) {
      expect(await kindsOf(desk.as(reader), closed)).toEqual([
        ['followed-up-by', first],
        ['followed-up-by', second],
      ]);
      expect(await linksOf(desk.as(reader), { id: second })).toMatchObject([
        { id: null, kind: 'follow-up-of', ticket: { id: closed.id, status: 'closed' }, linkedById: null },
      ]);
    }
    const followUp = await seenBy(desk.as('ben'), { id: first });
    expect(await link(desk.as('ben'), followUp, closed, 'follow-up-of')).toMatchObject({
      status: 409,
      body: { code: 'already-linked' },
    });
    await desk.as('ada').patch(at(followUp), { queueId: shipping.id });
    expect(await kindsOf(desk.as('ben'), closed)).toEqual([['followed-up-by', second]]);
    expect(await kindsOf(desk.as('sam'), followUp)).toEqual([]);
    const page = await desk.as('carla').get<PageBody<LinkBody>>(`${at(closed)}/links?limit=1`);
    expect(page.body.nextCursor).not.toBeNull();
  });
});
