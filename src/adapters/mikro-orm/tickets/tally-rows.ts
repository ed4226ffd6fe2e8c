import { sql } from 'kysely';
import { type Tally, talliesOf } from '#domain/tickets/tallies.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Session } from '../session.ts';

/** A ticket before and after a change; nothing before it is opened, nothing after it is purged. */
export type Counted = { readonly before: Ticket | undefined; readonly after: Ticket | undefined };

/** Rows among which the changes of one count are spread, so that nobody waits for another's commit. */
const slots = 8;

type Step = Tally & { readonly by: number };

/** Keeps the counts that changes of tickets move; those that stay as they are cost nothing. */
export const saveTallies = async (session: Session, changes: readonly Counted[]): Promise<void> => {
  const steps = stepsOf(changes);
  if (steps.length === 0) return;
  const slot = Math.floor(Math.random() * slots);
  const rows = steps.map(
    ({ queue, counted, name, by }) => sql`(${queue}, ${counted}, ${name}, ${slot}, ${by})`,
  );
  await session.later(addingTo(session, sql.join(rows)).compile(session.db()));
};

/** Adds to counts that may not be there yet. */
export const addingTo = ({ dialect }: Session, rows: ReturnType<typeof sql.join>) =>
  dialect.name === 'mysql'
    ? sql`insert into ticket_counts (queue_id, counted, name, slot, count) values ${rows} as step
        on duplicate key update count = ticket_counts.count + step.count`
    : sql`insert into ticket_counts (queue_id, counted, name, slot, count) values ${rows}
        on conflict (queue_id, counted, name, slot) do update set count = ticket_counts.count + excluded.count`;

/** In one order for all, since rows are locked in it. */
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
  return [...steps]
    .filter(([, { by }]) => by !== 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, step]) => step);
};
