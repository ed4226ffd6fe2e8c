import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmTicketHistory, mikroOrmTicketReader } from '#adapters/mikro-orm/tickets/ticket-reader.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { days } from '#domain/shared/duration.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { fold } from '#domain/tickets/fold.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { at, raisedBy, threadFor } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { billing } from '../../support/queues.ts';

eachEngine('the texts of merged tickets', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
  });
  afterAll(() => desk.close());

  const merged = async () => {
    const source = await raisedBy(desk.as('carla'), { body: 'quokka' });
    const survivor = await raisedBy(desk.as('dora'));
    await desk.as('ben').patch(at(source), { tags: ['refund'] });
    await desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
    return { source, survivor };
  };
  const isWhatItsFactsTell = async (raw: string): Promise<void> => {
    const session = resolve(desk.hexdesk.container, tokens.session);
    const id = TicketId(raw);
    const stored = await mikroOrmTicketReader(session).find({ id });
    expect(fold(id, await mikroOrmTicketHistory(session).upTo(id, 'staff', 100))).toEqual(stored?.ticket);
  };

  test('both tickets are what their facts tell, merged and undone', async () => {
    const { source, survivor } = await merged();
    for (const { id } of [source, survivor]) await isWhatItsFactsTell(id);
    await desk.as('ben').post(`${at(source)}/merge/undo`);
    for (const { id } of [source, survivor]) await isWhatItsFactsTell(id);
  });

  test('those of the source are kept no longer than those of a closed one, and until nobody undoes it', async () => {
    const { source, survivor } = await merged();
    await desk.as('ada').put(`/v1/queues/${billing.id}/retention`, { days: 1 });
    const applied = () => resolve(desk.hexdesk.container, tokens.useCases).applyRetention({ dryRun: false });
    desk.clock.advance(days(8));
    await applied();
    expect((await desk.as('ben').get(`${at(source)}/facts`)).text).toContain('quokka');
    desk.clock.advance(1);
    await applied();
    expect((await desk.as('ben').get(`${at(source)}/facts`)).text).not.toContain('quokka');
    const thread = await threadFor(desk.as('ben'), survivor);
    expect(thread.map(({ body }) => body)).toContain('quokka');
  });
});
