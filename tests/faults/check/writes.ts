import type { Entry } from '../load/ledger.ts';
import { keysIn } from '../load/next-write.ts';
import { people } from '../load/people.ts';
import type { Evidence, PlacedFact } from './evidence.ts';
import { type Finding, findings } from './finding.ts';

/** Compares what the database holds with what was said to those who wrote it. */
export const checkWrites = (evidence: Evidence, entries: readonly Entry[]): readonly Finding[] => {
  const effects = effectsOf(evidence);
  const marked = entries.filter(({ write }) => typeof write.makes === 'string');
  const steps = entries.filter(({ write }) => typeof write.makes !== 'string');
  const asked = new Set(entries.map(({ write }) => write.key));
  return [
    ...findings(
      'acknowledged',
      marked
        .filter(({ write, outcome }) => outcome === 'acknowledged' && !effects.has(write.key))
        .map(({ write }) => `${write.key}: ${write.method} ${write.path} was acknowledged and is not there`),
    ),
    ...findings(
      'once',
      [...effects].filter(([, times]) => times > 1).map(([key, times]) => `${key} is there ${times} times`),
    ),
    ...findings('unasked', [
      ...marked
        .filter(({ write, outcome }) => outcome === 'refused' && effects.has(write.key))
        .map(({ write, answer }) => `${write.key}: ${write.path} was refused (${answer}) and is there`),
      ...[...effects.keys()].filter((key) => !asked.has(key)).map((key) => `nobody sent ${key}`),
    ]),
    ...checkSteps(evidence, steps),
  ];
};

/** How often each key has left its mark: a ticket raised, a message said, tags set. */
const effectsOf = ({ tickets, messages, facts }: Evidence): ReadonlyMap<string, number> => {
  const effects = new Map<string, number>();
  const count = (text: string): void => {
    for (const key of keysIn(text)) effects.set(key, (effects.get(key) ?? 0) + 1);
  };
  // a ticket without its first message counts by its subject
  const spoken = new Set(messages.map(({ ticket_id }) => ticket_id));
  for (const { ticket } of tickets) if (!spoken.has(ticket.id)) count(ticket.subject);
  for (const { body, automatic } of messages) if (!automatic) count(body);
  for (const { fact } of [...facts.values()].flat()) {
    if (fact.type === 'tags-changed') count(fact.data.after.join(' '));
  }
  return effects;
};

const stepTypes = new Set(['ticket-claimed', 'ticket-released', 'ticket-stolen']);

/** Steps carry no text, so they are known by where the answer says they stand. */
const checkSteps = ({ facts }: Evidence, entries: readonly Entry[]): readonly Finding[] => {
  const found: Finding[] = [];
  const takenBy = new Map<PlacedFact, string>();
  for (const { write, outcome, answer } of entries) {
    if (typeof write.makes === 'string' || outcome !== 'acknowledged' || answer === undefined) continue;
    const { version } = JSON.parse(answer) as { readonly version: number };
    const { fact: type, ticketId } = write.makes;
    const placed = facts.get(ticketId)?.find(({ seq }) => seq === version);
    const what = `${write.key}: ${type} of ${ticketId}`;
    if (placed?.fact.type !== type || !isBy(placed, people[write.by].id)) {
      found.push({ check: 'acknowledged', what: `${what} was acknowledged as ${version} and is not there` });
      continue;
    }
    if (takenBy.has(placed)) {
      found.push({ check: 'once', what: `${what} and ${takenBy.get(placed)} were told of the same fact` });
    }
    takenBy.set(placed, write.key);
  }
  for (const placed of [...facts.values()].flat()) {
    if (!stepTypes.has(placed.fact.type) || takenBy.has(placed)) continue;
    found.push({ check: 'unasked', what: `nobody was told of ${placed.fact.type} of ${placed.ticketId}` });
  }
  return found;
};

const isBy = ({ fact }: PlacedFact, person: string): boolean =>
  fact.by.kind === 'person' && fact.by.id === person;
