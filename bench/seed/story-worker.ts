/** Tells the lives of tickets in a thread of its own, while those told before are loaded. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Queue } from '#domain/queues/queue.ts';
import { inOneQueue } from './cast.ts';
import { inManyQueues } from './large-desk.ts';
import { type Lines, linesOf } from './load-rows.ts';
import { rowsOf } from './rows.ts';
import { ticketStory } from './ticket-story.ts';

/** What is told. */
export type Telling = { readonly tickets: number; readonly queues: readonly Queue[] };

/** Some lives, as lines for each table. */
export type Told = {
  readonly tables: Readonly<Record<'tickets' | 'facts' | 'messages' | 'ticket_tags', Lines>>;
  /** How many facts there are so far. */
  readonly position: number;
  readonly messages: number;
};

const { tickets, queues } = workerData as Telling;
const [only] = queues;
const casting = queues.length === 1 && only !== undefined ? inOneQueue(only) : inManyQueues(queues, tickets);
let position = 0;

parentPort?.on('message', ({ from, to }: { readonly from: number; readonly to: number }) => {
  const all = Array.from({ length: to - from }, (_, offset) => {
    const index = from + offset;
    const rows = rowsOf(ticketStory(index, tickets, casting(index)), { number: index + 1, position });
    position += rows.facts.length;
    return rows;
  });
  const messages = all.flatMap((rows) => rows.messages);
  const told: Told = {
    tables: {
      tickets: linesOf(all.map((rows) => rows.ticket)),
      facts: linesOf(all.flatMap((rows) => rows.facts)),
      messages: linesOf(messages),
      ticket_tags: linesOf(all.flatMap((rows) => rows.tags)),
    },
    position,
    messages: messages.length,
  };
  parentPort?.postMessage(told);
});
