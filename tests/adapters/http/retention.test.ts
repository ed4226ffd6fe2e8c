import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmRetentionPlan } from '#adapters/mikro-orm/privacy/retention.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { days } from '#domain/shared/duration.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { fold } from '#domain/tickets/fold.ts';
import { type Desk, startDesk, swap } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { placesOf } from '../../support/every-column.ts';
import { billing } from '../../support/queues.ts';

type Ticket = { readonly id: string; readonly subject: string; readonly closedAt: string | null };

eachEngine('Keeping texts for as long as a queue says', (engine) => {
  let desk: Desk;
  let old: Ticket;
  let open: Ticket;
  beforeAll(async () => {
    let looks = 0;
    desk = await startDesk(engine, {
      rewire: (container) => {
        const plan = mikroOrmRetentionPlan(resolve(container, tokens.session));
        const rules = () => {
          looks += 1;
          return plan.rules();
        };
        swap(container, tokens.retentionPlan, { ...plan, rules });
      },
    });
    old = await raised('An old quokka');
    open = await raised('An open matter');
    await desk.as('ben').post(`/v1/tickets/${old.id}/messages`, { kind: 'internal', body: 'quokka note' });
    await desk.as('ben').post(`/v1/tickets/${old.id}/close`);
    desk.clock.advance(days(30) + 1);
    // what is done once a day is done before there is a rule
    while (looks === 0) await pause(20);
  });
  afterAll(() => desk.close());

  const raised = async (subject: string): Promise<Ticket> =>
    (
      await desk
        .as('carla')
        .post<Ticket>('/v1/tickets', { subject, body: `${subject} body`, queueId: billing.id })
    ).body;
  const read = async ({ id }: Ticket): Promise<Ticket> =>
    (await desk.as('ben').get<Ticket>(`/v1/tickets/${id}`)).body;
  const apply = (dryRun: boolean) =>
    resolve(desk.hexdesk.container, tokens.useCases).applyRetention({ dryRun });
  const rule = '/v1/queues/{id}/retention'.replace('{id}', billing.id);

  const closedAgain = async (ticket: Ticket): Promise<void> => {
    await desk.as('ada').post(`/v1/tickets/${ticket.id}/reopen`);
    await desk.as('ben').post(`/v1/tickets/${ticket.id}/messages`, { body: 'a second quokka' });
    expect((await desk.as('ben').post(`/v1/tickets/${ticket.id}/close`)).status).toBe(200);
  };

  test('keeps them for ever without a rule', async () => {
    expect((await desk.as('ada').get(rule)).body).toEqual({ days: null });
    expect(await apply(false)).toEqual([]);
  });

  test('keeps them until the time of the rule is over, and tells before what would go', async () => {
    expect((await desk.as('ada').put(rule, { days: 31 })).status).toBe(200);
    expect(await apply(false)).toMatchObject([{ queue: billing.id, due: 0, emptied: 0 }]);
    expect((await desk.as('ada').put(rule, { days: 30 })).body).toEqual({ days: 30 });
    expect((await desk.as('ben').get(rule)).body).toEqual({ days: 30 });
    expect(await apply(true)).toEqual([{ queue: billing.id, days: 30, due: 1, emptied: 0 }]);
    expect(await read(old)).toMatchObject({ subject: 'An old quokka' });
  });

  test('empties closed tickets then, once, and keeps what else they tell', async () => {
    const { closedAt } = await read(old);
    expect(await apply(false)).toMatchObject([{ due: 1, emptied: 1 }]);
    expect(await read(old)).toMatchObject({ subject: '[erased]', status: 'closed', closedAt });
    expect(await read(open)).toMatchObject({ subject: 'An open matter' });
    expect(await placesOf(resolve(desk.hexdesk.container, tokens.database), ['quokka'])).toEqual([]);
    expect(await apply(false)).toMatchObject([{ due: 0, emptied: 0 }]);
  });

  test('tells the log’s readers, and leaves the state that the log gives', async () => {
    const container = desk.hexdesk.container;
    const id = TicketId(old.id);
    const facts = await resolve(container, tokens.history).page(id, 'staff', { after: 0, limit: 100 });
    expect(facts.at(-1)?.fact).toMatchObject({ type: 'texts-expired', by: { kind: 'system' } });
    const stored = await resolve(container, tokens.reader).find({ id });
    expect(
      fold(
        id,
        facts.map(({ fact }) => fact),
      ),
    ).toEqual(stored?.ticket);
  });

  test('empties again what was written since, when a ticket was reopened and closed once more', async () => {
    await closedAgain(old);
    expect(await apply(true)).toMatchObject([{ due: 0 }]);
    desk.clock.advance(days(30) + 1);
    expect(await apply(true)).toMatchObject([{ due: 1, emptied: 0 }]);
    expect(await apply(false)).toMatchObject([{ due: 1, emptied: 1 }]);
    expect(await placesOf(resolve(desk.hexdesk.container, tokens.database), ['quokka'])).toEqual([]);
    expect(await apply(false)).toMatchObject([{ due: 0, emptied: 0 }]);
  });

  test('is in the audit, rule and deed', async () => {
    const { body } = await desk
      .as('ada')
      .get<{ items: readonly Record<string, unknown>[] }>(
        '/v1/audit?action=retention-changed&action=retention-applied',
      );
    expect(body.items).toMatchObject([
      { action: 'retention-applied', after: [{ queue: billing.id, emptied: 1 }] },
      { action: 'retention-applied', after: [{ queue: billing.id, emptied: 1 }] },
      { action: 'retention-changed', before: { days: 31 }, after: { days: 30 } },
      { action: 'retention-changed', before: { days: null }, after: { days: 31 } },
    ]);
  });
});
