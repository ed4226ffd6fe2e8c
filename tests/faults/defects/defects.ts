import type { Check } from '../check/finding.ts';

/** What must happen before a defect can do harm. */
export type Occasion = 'nothing' | 'kills' | 'clocks-apart' | 'mysql-killed' | 'mail-server-away';

/** A mistake that somebody could make, as a change of one place of the source, and the check that is there for it. */
export type Defect = {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
  readonly occasion: Occasion;
  readonly foundBy: Check;
};

/** Mistakes that the checks must notice. */
export const defects: readonly Defect[] = [
  {
    name: 'writes go to the pool, outside of the transaction',
    file: 'src/adapters/mikro-orm/session.ts',
    text: 'running.getStore()?.db ?? pool',
    becomes: 'pool',
    occasion: 'kills',
    foundBy: 'whole',
  },
  {
    name: 'an answer is given before the commit',
    file: 'src/adapters/mikro-orm/idempotency-ledger.ts',
    text: 'return await session.transaction(() => attempt(session, wanted));',
    becomes: `return await new Promise((resolve, reject) => {
      session.transaction(async () => {
        const once = await attempt(session, wanted);
        resolve(once);
        await new Promise((later) => setTimeout(later, 150));
        return once;
      }).catch(reject);
    });`,
    occasion: 'kills',
    foundBy: 'acknowledged',
  },
  {
    name: 'the idempotency key is not looked up',
    file: 'src/adapters/mikro-orm/idempotency-ledger.ts',
    text: 'const found = await reserve(session, wanted);',
    becomes: "const found = 'reserved' as Awaited<ReturnType<typeof reserve>>;",
    occasion: 'nothing',
    foundBy: 'once',
  },
  {
    name: 'seq comes from a counter in memory',
    file: 'src/adapters/mikro-orm/tickets/fact-rows.ts',
    text: 'seq: (found?.version ?? 0) + index + 1',
    becomes:
      'seq: ((globalThis as any).seqs ??= new Map()).set(ticket.id, ((globalThis as any).seqs.get(ticket.id) ?? found?.version ?? 0) + 1).get(ticket.id)',
    occasion: 'mysql-killed',
    foundBy: 'seq',
  },
  {
    name: 'a fact is lost',
    file: 'src/adapters/mikro-orm/tickets/fact-rows.ts',
    text: 'facts: placed.map(',
    becomes: "facts: placed.filter(({ fact }) => fact.type !== 'ticket-acknowledged').map(",
    occasion: 'nothing',
    foundBy: 'seq',
  },
  {
    name: 'the stored state is not what the facts say',
    file: 'src/adapters/mikro-orm/tickets/ticket-mapping.ts',
    text: 'dialect.toMoment(ticket.waitingSince ?? endOfTime)',
    becomes: 'dialect.toMoment(ticket.openedAt)',
    occasion: 'nothing',
    foundBy: 'fold',
  },
  {
    name: 'a relay takes what has a higher id than the last',
    file: 'src/adapters/mikro-orm/relays/sequencer.ts',
    text: ".where('position', 'is', null)",
    becomes:
      ".where('position', 'is', null).where('id', '>', sql<string>`coalesce((select max(placed.id) from facts as placed where placed.position is not null), '')`)",
    occasion: 'clocks-apart',
    foundBy: 'feed',
  },
  {
    name: 'two nodes write the same letters',
    file: 'src/adapters/mikro-orm/relays/relay-cursor.ts',
    text: 'if (first) await work(tx);',
    becomes: 'await work(tx);',
    occasion: 'nothing',
    foundBy: 'letters',
  },
  {
    name: 'a mail is taken without a lease',
    file: 'src/adapters/mikro-orm/relays/outbound-mail.ts',
    text: 'due_at: moment(after(at, leaseMs))',
    becomes: 'due_at: moment(at)',
    occasion: 'nothing',
    foundBy: 'twice',
  },
  {
    name: 'a mail is noted as sent before it is',
    file: 'src/application/relays/send-mails.ts',
    text: 'await deps.mailer.send(mail);',
    becomes: 'await noteSent(deps, mail, stopping); await deps.mailer.send(mail);',
    occasion: 'mail-server-away',
    foundBy: 'mails',
  },
  {
    name: 'a database that is away is a 500',
    file: 'src/adapters/http/problem-for.ts',
    text: 'if (error instanceof StorageUnavailable)',
    becomes: 'if (error instanceof StorageUnavailable && request.route === undefined)',
    occasion: 'mysql-killed',
    foundBy: 'answers',
  },
  {
    name: 'a relay that failed never runs again',
    file: 'src/application/relays/relay-runner.ts',
    text: 'await rest(pauseAfter(failures, random));',
    becomes: 'return;',
    occasion: 'mysql-killed',
    foundBy: 'recovery',
  },
];
