import { deepStrictEqual, strictEqual } from 'node:assert';
import type { Container } from 'inversify';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Fact, messageOf } from '#domain/tickets/facts.ts';
import { fold } from '#domain/tickets/fold.ts';
import { chance } from './chance.ts';
import { ticketIdOf } from './ids.ts';

const samples = 200;
const everything = { after: 0, limit: 1000 };

/** Reads some of the seeded tickets as Hexdesk does. @throws when one is not what its facts tell. */
export const spotCheck = async (container: Container, tickets: number): Promise<void> => {
  for (let sample = 0; sample < samples; sample += 1) {
    const id = ticketIdOf(chance(90, sample) % tickets, tickets);
    const stored = await resolve(container, tokens.reader).find({ id });
    const records = await resolve(container, tokens.history).page(id, 'staff', everything);
    const facts = records.map(({ fact }): Fact => fact);
    deepStrictEqual(fold(id, facts), stored?.ticket, `ticket ${id} is not what its facts tell`);
    strictEqual(stored?.version, facts.length);
    deepStrictEqual(
      records.map(({ seq }) => seq),
      facts.map((_, index) => index + 1),
    );
    const thread = await resolve(container, tokens.thread).page(id, 'staff', everything);
    deepStrictEqual(
      thread.map((message) => message.id),
      facts.flatMap((fact) => messageOf(fact)?.id ?? []),
    );
    const seenByCustomers = await resolve(container, tokens.history).page(id, 'customer', everything);
    strictEqual(stored?.publicVersion, seenByCustomers.length);
  }
};
