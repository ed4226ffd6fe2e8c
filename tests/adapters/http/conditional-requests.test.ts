import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { at, factsFor, raisedBy, seenBy } from '../../support/http/stories.ts';
import { ben } from '../../support/people.ts';

eachEngine('conditional requests', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  describe('reading a ticket', () => {
    test('tells its version as a strong tag', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const read = await desk.as('carla').get(at(ticket));
      expect(read.headers.get('etag')).toBe(`"${ticket.version}"`);
    });

    test('answers 304 without a body to whoever has this version', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      for (const known of ['"2"', 'W/"2"', '"1", "2"', '"x","2" ', '*']) {
        const answer = await desk.as('carla').get(at(ticket), { 'if-none-match': known });
        expect.soft(answer, known).toMatchObject({ status: 304, text: '' });
        expect.soft(answer.headers.get('etag'), known).toBe('"2"');
      }
      const head = await desk.as('carla').send('HEAD', at(ticket), { headers: { 'if-none-match': '"2"' } });
      expect(head.status).toBe(304);
    });

    test('answers in full to whoever has another version, or names none', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      for (const known of ['"1"', '2', '"02"', 'W/"1"', '""', '"*"']) {
        const answer = await desk.as('carla').get(at(ticket), { 'if-none-match': known });
        expect.soft(answer, known).toMatchObject({ status: 200, body: { version: 2 } });
      }
    });

    test('answers 404 to a stranger, whatever they have', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      expect((await desk.as('dora').get(at(ticket), { 'if-none-match': '*' })).status).toBe(404);
    });
  });

  describe('changing a ticket', () => {
    const changes: Readonly<Record<string, readonly [string, string, unknown]>> = {
      'a revision': ['PATCH', '', { priority: 'high' }],
      'a message': ['POST', '/messages', { body: 'On it' }],
      'a note': ['POST', '/messages', { kind: 'internal', body: 'On it' }],
      'a claim': ['POST', '/claim', undefined],
      'an assignment': ['PUT', '/assignee', { userId: ben.id }],
      'a closing': ['POST', '/close', undefined],
      'a deletion, which closes': ['DELETE', '', undefined],
    };

    const change = async (name: string, ifMatch: string) => {
      const ticket = await raisedBy(desk.as('carla'));
      const [method = '', path, body] = changes[name] ?? [];
      const headers = { 'if-match': ifMatch };
      const answer = await desk.as('lena').send(method, at(ticket) + path, { body, headers });
      return { answer, facts: (await factsFor(desk.as('lena'), ticket)).length };
    };

    test.each(Object.keys(changes))(
      '%s for a version that is over is 412 with the current one',
      async (name) => {
        for (const stale of ['"1"', '"1", "3"', 'W/"2"', '2', '""', '"abc"', '"-2"', '']) {
          const { answer, facts } = await change(name, stale);
          expect.soft(answer, stale).toMatchObject({
            status: 412,
            body: { code: 'version-mismatch', version: 2 },
          });
          expect.soft(facts, 'nothing is written').toBe(2);
        }
      },
    );

    test.each(Object.keys(changes))('%s for the version that is, or for any, is made', async (name) => {
      for (const current of ['"2"', '*', '"1", "2"', ' "2" , "7"']) {
        const { answer, facts } = await change(name, current);
        expect.soft([200, 201], current).toContain(answer.status);
        expect.soft(facts).toBeGreaterThan(2);
      }
    });

    test('answers 403 before it answers 412', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const answer = await desk.as('carla').post(`${at(ticket)}/close`, undefined, { 'if-match': '"1"' });
      expect(answer.status).toBe(403);
    });

    test('does not heed If-None-Match, which is about reading', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const answer = await desk.as('ben').patch(at(ticket), { priority: 'high' }, { 'if-none-match': '*' });
      expect(answer).toMatchObject({ status: 200, body: { priority: 'high' } });
    });

    test('answers with the new version, and the next change may build on it', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const first = await desk.as('ben').patch(at(ticket), { priority: 'high' }, { 'if-match': '"2"' });
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toBe('"3"');
      const second = await desk.as('ben').patch(at(ticket), { tags: ['vip'] }, { 'if-match': tag });
      expect(second).toMatchObject({ status: 200, body: { version: 4, priority: 'high', tags: ['vip'] } });
    });

    test('changes nothing, not even the version, when all is so already', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const answer = await desk.as('ben').patch(at(ticket), { priority: 'normal', tags: [] });
      expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
      expect(answer.headers.get('etag')).toBe('"2"');
    });

    test('of two who build on one version, lets one through', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const answers = await Promise.all(
        ['first', 'second', 'third', 'fourth'].map((subject) =>
          desk.as('ben').patch(at(ticket), { subject }, { 'if-match': '"2"' }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
      expect((await seenBy(desk.as('ben'), ticket)).version).toBe(3);
    });
  });
});
