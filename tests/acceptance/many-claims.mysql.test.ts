import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { after, days } from '#domain/shared/duration.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import { type Desk, type DeskNode, startDesk } from '../support/desk.ts';
import { at, factsFor, raisedBy } from '../support/http/stories.ts';
import { address } from '../support/mails.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { billing } from '../support/queues.ts';
import { noon } from '../support/tickets.ts';

const agents = Array.from({ length: 200 }, (_, index) => {
  const tail = String(index).padStart(12, '0');
  return {
    id: UserId(`01957b3e-9c00-7c00-8c00-${tail}`),
    session: SessionId(`01957b3e-9c00-7c00-9c00-${tail}`),
    email: address(`agent.${index}@example.org`),
  };
});

let desk: Desk;
let other: DeskNode;
beforeAll(async () => {
  desk = await startDesk({ name: 'MySQL', databaseUrl: () => createDatabase(inject('mysqlServerUrl')) });
  other = await desk.another();
  await resolve(desk.hexdesk.container, tokens.unitOfWork).run(async (tx) => {
    for (const { id, session, email } of agents) {
      await tx.users.add({
        ...{ id, email, firstName: 'An', lastName: 'Agent', status: 'active', createdAt: noon },
        grants: grantsFor('agent', [billing.id]),
      });
      await tx.sessions.add(
        {
          ...{ id: session, user: id, createdAt: noon, lastUsedAt: noon, expiresAt: after(noon, days(1)) },
          ...{ address: '127.0.0.1', userAgent: 'a test', revokedAt: undefined },
        },
        { hash: `of ${id}`, session, generation: 1, usedAt: undefined },
      );
    }
  });
});
afterAll(() => desk.close());

test('of two hundred agents who claim a ticket at once on two nodes one holds it, and all others learn who', async () => {
  const accessTokens = resolve(desk.hexdesk.container, tokens.accessTokens);
  const signedIn = await Promise.all(agents.map(({ id, session }) => accessTokens.issue(id, session)));
  const ticket = await raisedBy(desk.as('carla'));

  const answers = await Promise.all(
    signedIn.map(({ token }, index) =>
      (index % 2 === 0 ? desk : other).online
        .withToken(token)
        .post<{ assigneeId: string; code?: string }>(`${at(ticket)}/claim`),
    ),
  );

  const [winner, ...others] = answers.filter(({ status }) => status === 200);
  expect(others).toEqual([]);
  const holder = winner?.body.assigneeId;
  expect(holder).toBe(agents[answers.findIndex(({ status }) => status === 200)]?.id);
  const lost = answers.filter((answer) => answer !== winner);
  expect(lost.map(({ status, body }) => [status, body.code, body.assigneeId])).toEqual(
    Array.from({ length: 199 }, () => [409, 'already-claimed', holder]),
  );
  const facts = await factsFor(desk.as('ada'), ticket);
  expect(facts.filter(({ type }) => type === 'ticket-claimed')).toMatchObject([{ actor: { id: holder } }]);
});
