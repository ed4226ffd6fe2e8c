import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { FactBody, PageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { ben, lena, paul } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

type Entry = FactBody & {
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
};

eachEngine("a ticket's history", (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  let waitUntil: string;
  beforeAll(async () => {
    desk = await startDesk(engine);
    ticket = await raisedBy(desk.as('carla'));
    const [carla, agent, lead] = [desk.as('carla'), desk.as('ben'), desk.as('lena')];
    waitUntil = new Date(desk.clock.now().getTime() + minutes(60)).toISOString();
    await agent.patch(at(ticket), { subject: 'Charged thrice', priority: 'high', tags: ['refund'] });
    await agent.post(`${at(ticket)}/claim`);
    await lead.put(`${at(ticket)}/assignee`, { userId: lena.id });
    await lead.post(`${at(ticket)}/release`);
    await agent.post(`${at(ticket)}/messages`, { body: 'A note', kind: 'internal' });
    await agent.put(`${at(ticket)}/participants/${paul.id}`);
    await agent.patch(at(ticket), { status: 'on-hold', waitUntil });
    await carla.post(`${at(ticket)}/messages`, { body: 'Any news?' });
    await agent.patch(at(ticket), { status: 'solved' });
    await carla.post(`${at(ticket)}/reopen`);
    await desk.as('ada').patch(at(ticket), { queueId: shipping.id });
  });
  afterAll(() => desk.close());

  const pages = async (who: 'carla' | 'ada', limit: number): Promise<readonly Entry[]> => {
    const found: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path: string = `${at(ticket)}/facts?limit=${limit}${more}`;
      const { body }: { body: PageBody<Entry> } = await desk.as(who).get<PageBody<Entry>>(path);
      found.push(...body.items);
      cursor = body.nextCursor;
    }
    return found;
  };
  const changesFor = async (who: 'carla' | 'ada', limit = 100) =>
    (await pages(who, limit)).map(({ type, changes }) => [type, changes]);

  test('tells staff what each fact changed, from what to what', async () => {
    const solvedAt = desk.clock.now().toISOString();
    expect(await changesFor('ada')).toEqual([
      ['ticket-opened', {}],
      ['ticket-acknowledged', {}],
      ['subject-changed', { subject: { before: 'Charged twice', after: 'Charged thrice' } }],
      ['priority-changed', { priority: { before: 'normal', after: 'high' } }],
      ['tags-changed', { tags: { before: [], after: ['refund'] } }],
      ['ticket-claimed', { assigneeId: { before: null, after: ben.id } }],
      ['ticket-assigned', { assigneeId: { before: ben.id, after: lena.id } }],
      ['ticket-released', { assigneeId: { before: lena.id, after: null } }],
      ['note-written', {}],
      ['participant-added', { participantIds: { before: [], after: [paul.id] } }],
      [
        'ticket-put-on-hold',
        { status: { before: 'new', after: 'on-hold' }, waitUntil: { before: null, after: waitUntil } },
      ],
      ['ticket-replied', { customerWaiting: { before: false, after: true } }],
      [
        'ticket-solved',
        {
          status: { before: 'on-hold', after: 'solved' },
          assigneeId: { before: null, after: ben.id },
          waitUntil: { before: waitUntil, after: null },
          customerWaiting: { before: true, after: false },
          solvedAt: { before: null, after: solvedAt },
        },
      ],
      [
        'ticket-reopened',
        { status: { before: 'solved', after: 'open' }, solvedAt: { before: solvedAt, after: null } },
      ],
      ['ticket-moved', { queueId: { before: billing.id, after: shipping.id } }],
      ['ticket-released', { assigneeId: { before: ben.id, after: null } }],
    ]);
  });

  test('tells customers the changes of what they see, and no other', async () => {
    const told = await changesFor('carla');
    expect(told.map(([type]) => type)).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
      'subject-changed',
      'participant-added',
      'ticket-put-on-hold',
      'ticket-replied',
      'ticket-solved',
      'ticket-reopened',
    ]);
    const fields = new Set(told.flatMap(([, changes = {}]) => Object.keys(changes)));
    expect([...fields].toSorted()).toEqual(
      ['customerWaiting', 'participantIds', 'solvedAt', 'status', 'subject', 'waitUntil'].toSorted(),
    );
  });

  test('is the same wherever a page begins', async () => {
    for (const who of ['ada', 'carla'] as const) {
      const whole = await pages(who, 100);
      for (const limit of [1, 4]) expect(await pages(who, limit)).toEqual(whole);
    }
    const rest = await desk.as('ada').get<PageBody<Entry>>(`${at(ticket)}/facts?after=14`);
    expect(rest.body.items).toMatchObject([
      { changes: { queueId: { before: billing.id, after: shipping.id } } },
      { changes: { assigneeId: { before: ben.id, after: null } } },
    ]);
    expect((await desk.as('ada').get<PageBody<Entry>>(`${at(ticket)}/facts?after=16`)).body.items).toEqual(
      [],
    );
  });
});
