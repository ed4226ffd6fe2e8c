import { mostTries } from '#application/relays/retry-schedule.ts';
import { sentAtOnce } from '#application/relays/send-mails.ts';
import { noticesFor } from '#domain/notifications/notices.ts';
import type { Arrival } from '../machine/mail-sink.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, findings } from './finding.ts';

/** A stretch of time, in milliseconds since 1970. */
export type Period = { readonly from: number; readonly to: number };

/** What is known of the way of the mails besides the database. */
export type MailRoad = {
  readonly arrivals: readonly Arrival[];
  /** When a process was killed that sends mails, in milliseconds since 1970. */
  readonly kills: readonly number[];
  /** When clocks were so far apart that one node takes what another has just taken. */
  readonly excused: readonly Period[];
  /** How long the slowest write took. */
  readonly slowestMs: number;
};

/** Looks at who was to be told, who was written to, and what arrived. */
export const checkMails = (evidence: Evidence, road: MailRoad): readonly Finding[] => [
  ...findings('letters', miscountedLetters(evidence)),
  ...findings('mails', unfinished(evidence, road)),
  ...findings('twice', twice(road)),
];

/** Requesters alone, since they stay the same; who else is told depends on who holds the ticket at the moment. */
const miscountedLetters = ({ tickets, facts, mails, addresses }: Evidence): readonly string[] => {
  const written = Map.groupBy(mails, ({ ticket_id, recipient, kind }) => `${ticket_id} ${recipient} ${kind}`);
  const owed = new Map<string, number>();
  for (const { ticket } of tickets) {
    for (const { fact } of facts.get(ticket.id) ?? []) {
      for (const { to, letter } of noticesFor(fact, ticket)) {
        if (to !== ticket.requester) continue;
        const name = `${ticket.id} ${addresses.get(to)} ${letter}`;
        owed.set(name, (owed.get(name) ?? 0) + 1);
      }
    }
  }
  const requesters = new Set(tickets.map(({ ticket }) => `${ticket.id} ${addresses.get(ticket.requester)}`));
  const stray = [...written.keys()].filter(
    (name) => !owed.has(name) && requesters.has(name.split(' ').slice(0, 2).join(' ')),
  );
  return [
    ...[...owed].flatMap(([name, count]) => {
      const wrote = written.get(name)?.length ?? 0;
      return wrote === count ? [] : [`${name}: ${count} to be written, ${wrote} written`];
    }),
    ...stray.map((name) => `${name}: nothing to tell`),
  ];
};

const unfinished = ({ mails }: Evidence, { arrivals }: MailRoad): readonly string[] => {
  const arrived = new Set(arrivals.map(({ messageId }) => messageId));
  const known = new Set(mails.map(({ message_id }) => message_id));
  return [
    ...mails.flatMap(({ id, state, message_id, last_error, attempts, claim }) => {
      if (state === 'sent') return arrived.has(message_id) ? [] : [`mail ${id} is "sent" and never arrived`];
      if (state === 'dead') return last_error ? [] : [`mail ${id} is dead for no reason`];
      return [`mail ${id} is ${state} after ${attempts} of ${mostTries} tries, ${claim ?? 'free'}`];
    }),
    ...[...arrived].filter((id) => !known.has(id)).map((id) => `${id} arrived and was never written`),
  ];
};

/** A kill and a mail that was on its way then are no further apart than this (docs/email.md). */
const leastWindowMs = 2000;

/**
 * Who is killed has sent the last byte, which the server may read a little later, and has not noted that it was taken.
 * The note is one write, which takes no longer than the slowest; on a busy machine that is a while. Nodes may be killed in
 * the same millisecond, each with mails of its own on their way.
 */
const twice = ({ arrivals, kills, excused, slowestMs }: MailRoad): readonly string[] => {
  const windowMs = Math.max(leastWindowMs, slowestMs);
  const room = kills.map((moment) => ({ moment, left: sentAtOnce }));
  return [...Map.groupBy(arrivals, ({ messageId }) => messageId)].flatMap(([messageId, times]) =>
    times.slice(0, -1).flatMap(({ at }) => {
      if (excused.some(({ from, to }) => at >= from && at <= to)) return [];
      const kill = room.find(({ moment, left }) => Math.abs(moment - at) <= windowMs && left > 0);
      if (kill === undefined) {
        const gaps = times.slice(1).map((next) => `${((next.at - at) / 1000).toFixed(1)} s later`);
        return [`${messageId} arrived ${times.length} times, again ${gaps.join(', ')}${apart(kills, at)}`];
      }
      kill.left -= 1;
      return [];
    }),
  );
};

const apart = (kills: readonly number[], at: number): string => {
  const nearest = Math.min(...kills.map((moment) => Math.abs(moment - at)));
  return Number.isFinite(nearest) ? `, the first time ${nearest} ms from a kill` : '';
};
