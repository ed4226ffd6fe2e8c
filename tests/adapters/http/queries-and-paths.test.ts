import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';
import type { ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';

let desk: Desk;
let ticket: TicketBody;
beforeAll(async () => {
  desk = await startEmbeddedDesk();
  ticket = await raisedBy(desk.as('carla'));
});
afterAll(() => desk.close());

describe('a query', () => {
  test.each([
    ['x=1', 'x', 'unknown-field'],
    ['q=invoice', 'q', 'unknown-field'],
    ['__proto__=1', '__proto__', 'unknown-field'],
    ['constructor=1', 'constructor', 'unknown-field'],
    ['Limit=1', 'Limit', 'unknown-field'],
    ['limit=0', 'limit', 'out-of-range'],
    ['limit=101', 'limit', 'out-of-range'],
    ['limit=1e1', 'limit', 'invalid-format'],
    ['limit=', 'limit', 'invalid-format'],
    ['limit=1&limit=2', 'limit', 'invalid-type'],
    ['status=done', 'status', 'invalid-value'],
    ['status=open&status=done', 'status', 'invalid-value'],
    ['assigneeId=somebody', 'assigneeId', 'invalid-id'],
    ['queueId=1', 'queueId', 'invalid-id'],
    ['queueId=', 'queueId', 'invalid-id'],
    ['requesterId=me', 'requesterId', 'invalid-id'],
    ['priority=asap', 'priority', 'invalid-value'],
    ['tag=%00', 'tag', 'forbidden-character'],
    ['tag=', 'tag', 'too-short'],
    ['updatedSince=yesterday', 'updatedSince', 'invalid-format'],
    ['updatedSince=2026-02-30T00:00:00Z', 'updatedSince', 'invalid-format'],
    ['updatedSince=9999-12-31T23:59:59-14:00', 'updatedSince', 'out-of-range'],
    ['sort=subject', 'sort', 'invalid-value'],
    ['cursor=a&cursor=b', 'cursor', 'invalid-type'],
  ])('of ?%s is told what is wrong with %s', async (query, path, code) => {
    const answer = await desk.as('ben').get<ProblemBody>(`/v1/tickets?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(answer.body.errors?.map((breach) => [breach.path, breach.code])).toEqual([[path, code]]);
  });

  test.each(['tag=%ff', 'tag=%c0%af', '%zz=1', 'tag=%'])('of ?%s is malformed', async (query) => {
    const answer = await desk.as('ben').get(`/v1/tickets?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
  });

  test.each([
    '',
    '?',
    '?status=new',
    '?status=new&status=new',
    '?assigneeId=none',
    '?limit=100',
    '?sort=waiting',
  ])('of "%s" is fine', async (query) => {
    expect(await desk.as('ben').get(`/v1/tickets${query}`)).toMatchObject({
      status: 200,
      body: { items: [{ id: ticket.id }] },
    });
  });

  test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-03-02T12:00:00.123456789%2B01:00'])(
    'may reach as far back and ahead as %s',
    async (moment) => {
      expect((await desk.as('ben').get(`/v1/tickets?updatedSince=${moment}`)).status).toBe(200);
    },
  );

  test('is told so also where none is known', async () => {
    const answer = await desk.as('ben').post<ProblemBody>(`${at(ticket)}/claim?force=true`);
    expect(answer.body.errors).toEqual([
      { path: 'force', code: 'unknown-field', message: 'is not known here' },
    ]);
  });
});

describe('a path', () => {
  test('names a ticket by its id, in whichever case, or by its number', async () => {
    const known = await desk.as('carla').get(at(ticket));
    for (const name of [ticket.id.toUpperCase(), `${ticket.number}`, `%3${ticket.number}`, `${ticket.id}/`]) {
      expect((await desk.as('carla').get(`/v1/tickets/${name}`)).text).toBe(known.text);
    }
  });

  test.each([
    'nothing',
    '0',
    '-1',
    '01',
    '1.0',
    '1e0',
    '0x1',
    '１',
    '999999999999999',
    '9999999999999999999999',
    'null',
    '%00',
    '1%00',
    '1%20',
    '%',
    '%ff',
    '%2e%2e%2f1',
    '1;x=1',
    '00000000-0000-0000-0000-000000000000',
    'urn:uuid:01957b3e-9c00-7b20-9a01-2f6c1d7e4a11',
  ])('does not name a ticket by %s', async (name) => {
    expect(await desk.as('ada').get(`/v1/tickets/${name}`)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  test.each([
    '/',
    '/v1',
    '/v2/tickets',
    '/V1/tickets',
    '/v1/Tickets',
    '//v1/tickets',
    '/v1//tickets',
    '/v1/tickets//',
  ])('of %s is none of ours', async (path) => {
    const answer = await desk.as('ada').get(path);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  test('does not slip from a ticket into something else by encoded slashes', async () => {
    for (const path of [
      `${at(ticket)}%2fmessages`,
      `${at(ticket)}%2Fclose`,
      '/v1/tickets%2f1',
      '/v1%2ftickets',
    ]) {
      expect((await desk.as('ada').get(path)).status).toBe(404);
    }
  });

  test('is checked as what it names, however it is written', async () => {
    for (const path of ['/v1/%74ickets', '/v1/queues/../tickets', '/v1/tickets/']) {
      expect((await desk.withToken(undefined).get(path)).status).toBe(401);
    }
  });
});

describe('a method', () => {
  test.each([
    ['PUT', '/v1/tickets', 'GET, HEAD, POST'],
    ['DELETE', '/v1/tickets', 'GET, HEAD, POST'],
    ['POST', '/v1/tickets/1', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/v1/tickets/1/claim', 'POST'],
    ['HEAD', '/v1/tickets/1/claim', 'POST'],
    ['POST', '/v1/tickets/1/assignee', 'PUT'],
    ['PROPFIND', '/v1/queues', 'GET, HEAD, POST'],
    ['POST', '/v1/queues/counters', 'DELETE, GET, HEAD, PATCH'],
    ['PATCH', '/health/live', 'GET, HEAD'],
    ['DELETE', '/docs', 'GET, HEAD'],
    ['POST', '/docs/swagger-ui.css', 'GET, HEAD'],
  ])('that a path does not know is answered with those it knows: %s %s', async (method, path, allow) => {
    const answer = await desk.as('ada').send<ProblemBody>(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    if (method !== 'HEAD') {
      expect(answer.body).toMatchObject({ code: 'method-not-allowed', allowed: allow.split(', ') });
    }
  });

  test('HEAD answers like GET, without a body', async () => {
    for (const path of [
      at(ticket),
      '/v1/tickets',
      `${at(ticket)}/messages`,
      '/health/live',
      '/openapi.json',
    ]) {
      const headers = { 'x-request-id': 'always-the-same' };
      const get = await desk.as('carla').get(path, headers);
      const head = await desk.as('carla').send('HEAD', path, { headers });
      expect(head).toMatchObject({ status: 200, text: '' });
      expect([...head.headers]).toEqual([...get.headers]);
    }
    expect((await desk.as('dora').send('HEAD', at(ticket))).status).toBe(404);
    expect((await desk.withToken(undefined).send('HEAD', at(ticket))).status).toBe(401);
  });
});
