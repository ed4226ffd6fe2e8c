import { expect, test } from 'vitest';
import { mayTell } from '#application/relays/letter-for.ts';
import { noticesFor } from '#domain/notifications/notices.ts';
import { type Fact, type FactType, factTypes } from '#domain/tickets/facts.ts';
import { ben, paul } from '../../support/people.ts';
import { openTicket } from '../../support/tickets.ts';

/** As much of a fact as deciding whom to tell needs. */
const factOf = (type: FactType): Fact =>
  JSON.parse(JSON.stringify({ type, by: { kind: 'system' }, data: { assignee: ben.id } }));

test('no fact of which somebody is told is taken for one of which nobody is', () => {
  const ticket = openTicket({ assignee: ben.id, participants: [paul.id] });
  const told = factTypes.filter((type) => noticesFor(factOf(type), ticket).length > 0);
  expect(factTypes.filter((type) => mayTell(factOf(type)))).toEqual(told);
  expect(told).not.toEqual([]);
});
