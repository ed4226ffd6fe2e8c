import { type Tally, talliesOf } from '#domain/tickets/tallies.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Session } from '../session.ts';
import { insertion } from '../statement.ts';

/** A ticket before and after a change; nothing before it is opened, nothing after it is purged. */
export type Counted = { readonly before: Ticket | undefined; readonly after: Ticket | undefined };

const insertSteps = {
  mysql: insertion('ticket_count_steps'),
  sqlite: insertion('ticket_count_steps'),
};

/** Notes how changes of tickets move the counts; those that move none cost nothing. */
export const saveTallies = async (session: Session, changes: readonly Counted[]): Promise<void> => {
  const rows = stepsOf(changes).map(({ queue, counted, name, by }) => ({
    queue_id: queue,
    counted,
    name,
    count: by,
  }));
  if (rows.length > 0) await session.later(insertSteps[session.dialect.name](session.db(), rows));
};

type Step = Tally & { readonly by: number };

const stepsOf = (changes: readonly Counted[]): readonly Step[] => {
  const steps = new Map<string, Step>();
  const move = (ticket: Ticket | undefined, by: number): void => {
    for (const tally of ticket === undefined ? [] : talliesOf(ticket)) {
      const key = `${tally.queue} ${tally.counted} ${tally.name}`;
      steps.set(key, { ...tally, by: (steps.get(key)?.by ?? 0) + by });
    }
  };
  for (const { before, after } of changes) {
    move(before, -1);
    move(after, 1);
  }
  return [...steps.values()].filter(({ by }) => by !== 0);
};
