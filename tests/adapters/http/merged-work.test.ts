import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countEvery } from '#application/relays/keep-counts.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { hours } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { ben, carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';

type Counters = {
  readonly queueId: string;
  readonly statuses: Readonly<Record<string, number>>;
  readonly holders: readonly { readonly userId: string; readonly tickets: number }[];
};
type Job = {
  readonly id: string;
  readonly state: string;
  readonly results: readonly { readonly outcome: string | null; readonly code: string | null }[];
};

eachEngine('Work on merged tickets', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
  });
  afterAll(() => desk.close());

  const merged = async () => {
    const source = await raisedBy(desk.as('carla'), { body: 'Hello from carla, numbat' });
    const survivor = await raisedBy(desk.as('dora'), { body: 'Hello from dora' });
    await desk.as('ben').post(`${at(source)}/claim`);
    await desk.as('ben').post(`${at(source)}/messages`, { body: 'You said numbat?' });
    const before = await counted();
    await desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
    return { source, survivor, before };
  };
  const undo = (source: TicketBody) => desk.as('ben').post(`${at(source)}/merge/undo`);
  const counted = async () => {
    const { body } = await desk.as('ben').get<{ readonly items: readonly Counters[] }>('/v1/queues/counters');
    return body.items.find(({ queueId }) => queueId === billing.id);
  };
  /** What the hourly count of all tickets finds wrong with what is kept. */
  const drifts = (later: number) =>
    resolve(desk.hexdesk.container, tokens.ticketCounts).correct(
      new Date(desk.clock.now().getTime() + later),
      countEvery,
    );
  const bodies = async (ticket: TicketBody) =>
    (await threadFor(desk.as('ben'), ticket)).map(({ body }) => body).join('\n');

  test('is counted once, and no load of whoever held the one that is gone, until that is undone', async () => {
    const { source, before } = await merged();
    const after = await counted();
    const of = (status: string, counters = after) => counters?.statuses[status] ?? 0;
    expect(of('merged') - of('merged', before)).toBe(1);
    expect(of('open') - of('open', before)).toBe(-1);
    expect(before?.holders).toEqual([{ userId: ben.id, tickets: 1 }]);
    expect(after?.holders).toEqual([]);
    expect(await drifts(hours(5))).toEqual([]);
    await undo(source);
    expect(await counted()).toEqual(before);
    expect(await drifts(hours(10))).toEqual([]);
    await desk.as('ben').post(`${at(source)}/release`);
  });

  test('is handed out at the survivor alone', async () => {
    const { source, survivor } = await merged();
    const handed = new Set<string>();
    for (;;) {
      const { status, body } = await desk.as('ben').post<TicketBody>(`/v1/queues/${billing.id}/next`);
      if (status !== 200) break;
      handed.add(body.id);
    }
    expect([handed.has(survivor.id), handed.has(source.id)]).toEqual([true, false]);
    for (const id of handed) await desk.as('ben').post(`${at({ id })}/release`);
  });

  test('by a job leaves alone the one that is gone, says so, and goes on', async () => {
    const { source, survivor } = await merged();
    const before = await seenBy(desk.as('ben'), survivor);
    const asked = { ticketIds: [source.id, survivor.id], changes: { priority: 'urgent' } };
    const { body: job } = await desk.as('ben').post<Job>('/v1/tickets/bulk', asked);
    let over: Job | undefined;
    while (over?.state !== 'done') {
      await pause(20);
      over = (await desk.as('ben').get<Job>(`/v1/bulk-jobs/${job.id}`)).body;
    }
    expect(over.results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'ticket-merged'],
      ['changed', null],
    ]);
    expect(await seenBy(desk.as('ben'), survivor)).toMatchObject({
      priority: 'urgent',
      version: before.version + 1,
    });
  });

  test('by a macro is led to the survivor', async () => {
    const { source, survivor } = await merged();
    const wanted = { name: 'Press on', scope: 'own', actions: [{ type: 'set-priority', priority: 'high' }] };
    const { body: macro } = await desk.as('ben').post<{ id: string }>('/v1/macros', wanted);
    const answer = await desk.as('ben').post(`${at(source)}/macros`, { macroId: macro.id });
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toBe(`${at(survivor)}/macros`);
  });

  test('is unread to whoever had read the survivor, with the words of Hexdesk', async () => {
    const survivor = await raisedBy(desk.as('dora'));
    const source = await raisedBy(desk.as('carla'));
    const unread = async (who: 'ben' | 'dora') =>
      (await desk.as(who).get<{ unread: number }>(`${at(survivor)}/read-marker`)).body.unread;
    for (const who of ['ben', 'dora'] as const) {
      const { version } = await seenBy(desk.as(who), survivor);
      await desk.as(who).put(`${at(survivor)}/read-marker`, { seq: version });
    }
    await desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
    expect([await unread('ben'), await unread('dora')]).toEqual([2, 2]);
    await undo(source);
    expect([await unread('ben'), await unread('dora')]).toEqual([0, 0]);
  });

  test('leaves nothing behind of whom it was for, once they are erased', async () => {
    const { source, survivor } = await merged();
    expect(await bodies(survivor)).toContain('Hello from carla, numbat');
    expect(await desk.as('ada').delete(`/v1/users/${carla.id}`)).toMatchObject({ status: 204 });
    await desk.mails();
    expect(await bodies(survivor)).not.toContain('Hello from carla');
    expect(await bodies(survivor)).toContain('Hello from dora');
    await undo(source);
    expect(await bodies(source)).not.toContain('Hello from carla');
    expect(await bodies(survivor)).toContain('Hello from dora');
  });
});
