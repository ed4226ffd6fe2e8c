import { isDeepStrictEqual } from 'node:util';
import { factAudience, messageOf } from '#domain/tickets/facts.ts';
import { fold } from '#domain/tickets/fold.ts';
import type { Evidence, PlacedFact } from './evidence.ts';
import { type Finding, findings } from './finding.ts';

/** Looks at every ticket by itself: is all of it there, counted well, and what its history says? */
export const checkTickets = (evidence: Evidence): readonly Finding[] => [
  ...findings('whole', partsThatMiss(evidence)),
  ...findings('seq', [...evidence.facts].flatMap(gapsIn)),
  ...findings(
    'seq',
    evidence.tickets.flatMap((stored) => miscounted(stored, evidence.facts.get(stored.ticket.id) ?? [])),
  ),
  ...findings('fold', strayed(evidence)),
];

const partsThatMiss = ({ tickets, facts, messages, keys }: Evidence): readonly string[] => {
  const known = new Set<string>(tickets.map(({ ticket }) => ticket.id));
  const saying = new Set<string>();
  const silent: string[] = [];
  for (const { ticketId, seq, fact } of [...facts.values()].flat()) {
    const message = messageOf(fact);
    if (message !== undefined) saying.add(`${ticketId} ${seq}`);
    else if (brings.has(fact.type)) silent.push(`${fact.type} ${seq} of ${ticketId} has no message`);
  }
  return [
    ...tickets.flatMap(({ ticket: { id } }) => (facts.has(id) ? [] : [`ticket ${id} has no facts`])),
    ...[...facts.keys()].filter((id) => !known.has(id)).map((id) => `facts of ${id}, which is no ticket`),
    ...silent,
    ...messages
      .filter(({ ticket_id, seq }) => !saying.has(`${ticket_id} ${seq}`))
      .map(({ ticket_id, seq }) => `message ${seq} of ${ticket_id} has no fact`),
    ...keys.filter(({ status }) => Number(status) === 0).map(({ hash }) => `key ${hash} has no answer`),
  ];
};

/** Facts that a message comes with. */
const brings = new Set(['ticket-opened', 'ticket-acknowledged', 'ticket-replied', 'note-written']);

const gapsIn = ([ticketId, placed]: readonly [string, readonly PlacedFact[]]): readonly string[] => {
  let open = 0;
  return placed.flatMap(({ seq, publicSeq, fact }, index) => {
    const isOpen = factAudience[fact.type] === 'public';
    if (isOpen) open += 1;
    return seq === index + 1 && publicSeq === (isOpen ? open : null)
      ? []
      : [`fact ${index + 1} of ${ticketId} is numbered ${seq}, ${publicSeq ?? 'not'} for customers`];
  });
};

type Counted = Evidence['tickets'][number];

const miscounted = (
  { ticket, version, publicVersion }: Counted,
  placed: readonly PlacedFact[],
): readonly string[] => {
  const open = placed.filter(({ fact }) => factAudience[fact.type] === 'public').length;
  return version === placed.length && publicVersion === open
    ? []
    : [`ticket ${ticket.id} counts ${version} and ${publicVersion}, its facts ${placed.length} and ${open}`];
};

/** Tickets of which a part is missing are found by that. */
const strayed = ({ tickets, facts }: Evidence): readonly string[] =>
  tickets.flatMap(({ ticket }) => {
    const told = (facts.get(ticket.id) ?? []).map(({ fact }) => fact);
    if (told.some((fact) => brings.has(fact.type) && messageOf(fact) === undefined)) return [];
    return isDeepStrictEqual(fold(ticket.id, told), ticket)
      ? []
      : [`ticket ${ticket.id} is not what its facts say`];
  });
