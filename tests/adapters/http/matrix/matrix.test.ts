import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissions } from '#domain/access/permissions.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, SummaryBody } from '../../../support/http/bodies.ts';
import type { Answer } from '../../../support/http/client.ts';
import { connect, type Frame } from '../../websocket/live-client.ts';
import { cells, elsewhere, everyone, markOf, permissionOf, rightsInTable } from './expectations.ts';
import { operations } from './operations.ts';
import { everybodyOn, hasMailbox, type Somebody } from './people.ts';
import { makeMacro, neighbourAt, noteCanary, publicCanary, ticketsIn } from './tickets.ts';

const headers = { 'x-request-id': 'always-the-same' };
const nothing = '01957b3e-9c00-7c30-b001-ffffffffffff';

eachEngine('The matrix of rights', (engine) => {
  let desk: Desk;
  let everybody: ReadonlyMap<string, Somebody>;
  /** A ticket in each status that no test changes. */
  let kept: readonly TicketId[];
  /** All that anybody was told. */
  const heard = new Map<string, string[]>();

  beforeAll(async () => {
    desk = await startDesk(engine);
    await makeMacro(desk.hexdesk.container);
    everybody = new Map((await everybodyOn(desk)).map((one) => [one.who, one]));
    kept = await ticketsIn(desk.hexdesk.container, statuses, 0);
    await ticketsIn(desk.hexdesk.container, ['open'], neighbourAt);
  });
  afterAll(() => desk.close());

  const as = (who: string): Somebody => {
    const somebody = everybody.get(who);
    if (somebody === undefined) throw new TypeError(`nobody stands for ${who}`);
    return somebody;
  };
  const noted = (who: string, text: string): void => {
    heard.set(who, [...(heard.get(who) ?? []), text]);
  };
  const attempt = async (who: string, name: string, ticket: string): Promise<Answer> => {
    const operation = operations[name];
    if (operation === undefined) throw new TypeError(`nothing is called ${name}`);
    const { method, path, sending } = operation;
    const answer = await as(who).client.send(method, `/v1/tickets/${ticket}${path}`, { ...sending, headers });
    noted(who, answer.text);
    return answer;
  };
  const codeOf = ({ status, body }: Answer): string => {
    const code = (body as { code?: string } | undefined)?.code;
    return status < 400 || code === undefined ? `${status}` : `${status} ${code}`;
  };

  test('stands for everybody in it, and for nobody else', () => {
    expect([...everybody.keys()].toSorted()).toEqual(everyone.toSorted());
    expect(new Set(cells.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
  });

  test('has a column for every permission about a ticket', () => {
    expect(rightsInTable.toSorted()).toEqual(Object.keys(permissionOf).toSorted());
    const aboutTickets = permissions.filter((name) => name.startsWith('ticket:'));
    expect([...Object.values(permissionOf), ...elsewhere].toSorted()).toEqual(aboutTickets.toSorted());
  });

  test('holds in every cell: what everybody is answered to every operation in every status', async () => {
    const changing = cells.filter(({ expected }) => expected.startsWith('20'));
    const fresh = await ticketsIn(
      desk.hexdesk.container,
      changing.map(({ status }) => status),
      100,
    );
    const wrong: string[] = [];
    for (const cell of cells) {
      const { who, operation, status, expected } = cell;
      const ticket = fresh[changing.indexOf(cell)] ?? kept[statuses.indexOf(status)] ?? nothing;
      const answer = await attempt(who, operation, ticket);
      if (codeOf(answer) !== expected)
        wrong.push(`${who}: ${operation} of one that is ${status}: ${codeOf(answer)}, not ${expected}`);
      if (expected.startsWith('404') && answer.text !== (await attempt(who, operation, nothing)).text)
        wrong.push(`${who}: ${operation} tells a foreign ticket from a missing one`);
    }
    expect(cells.length).toBe(194 * everyone.length);
    expect(wrong).toEqual([]);
  }, 120_000);

  test('holds for lists: everybody is shown just what they see', async () => {
    const [first = nothing] = kept;
    const page = `?limit=100&sort=number&updatedSince=2020-01-01T00:00:00Z`;
    for (const who of everyone) {
      const found = new Set<string>();
      for (let cursor = ''; ; ) {
        const answer = await as(who).client.get<PageBody<SummaryBody>>(`/v1/tickets${page}${cursor}`);
        noted(who, answer.text);
        for (const { id } of answer.body.items) found.add(id);
        if (answer.body.nextCursor === null) break;
        cursor = `&cursor=${encodeURIComponent(answer.body.nextCursor)}`;
      }
      const seen = kept.filter((id) => found.has(id));
      expect.soft(seen, who).toEqual(markOf(who, 'see') === '+' ? kept : []);
    }
    expect(first).not.toBe(nothing);
  });

  test('holds live: everybody follows just what they see, and hears notes only if they may', async () => {
    const url = desk.url.replace('http', 'ws');
    const [ticket = nothing] = kept;
    const listening = new Map<string, Awaited<ReturnType<typeof connect>>>();
    for (const who of everyone) {
      const client = await connect(url, { token: as(who).token });
      listening.set(who, client);
      const frames: Frame[] = [];
      client.socket.on('message', (data) => {
        noted(who, String(data));
        frames.push(JSON.parse(String(data)) as Frame);
      });
      const ask = async (frame: object, about: string): Promise<Frame | undefined> => {
        client.socket.send(JSON.stringify({ ...frame, ref: about }));
        await expect.poll(() => frames.some(({ ref }) => ref === about), { timeout: 10_000 }).toBe(true);
        return frames.find(({ ref }) => ref === about);
      };
      for (const [index, id] of kept.entries()) {
        const answer = await ask({ type: 'subscribe', topic: `ticket:${id}` }, `follow ${index}`);
        const sees = markOf(who, 'see') === '+';
        const got = answer?.problem?.code ?? answer?.type;
        expect.soft(got, `${who} follows ${statuses[index]}`).toBe(sees ? 'subscribed' : 'not-found');
      }
      const replied = await ask({ type: 'reply', ticketId: ticket, body: 'Hello.' }, 'reply');
      const outcome = { '+': 'accepted', x: 'not-permitted', '-': 'not-found' }[markOf(who, 'reply')];
      expect.soft(replied?.problem?.code ?? replied?.type, `${who} replies`).toBe(outcome);
      await ask({ type: 'subscribe', topic: 'mine' }, 'mine');
    }
    const noting = { kind: 'internal', body: `Psst, secondly, ${noteCanary}.` };
    await as('holder').client.post(`/v1/tickets/${ticket}/messages`, noting);
    await as('holder').client.post(`/v1/tickets/${ticket}/messages`, { body: `Dear all, the end.` });
    for (const who of everyone) {
      if (markOf(who, 'see') !== '+') continue;
      const isTold = () => heard.get(who)?.some((text) => /"type":"fact".*the end/.test(text));
      await expect.poll(isTold, { timeout: 10_000, message: `${who} hears the end` }).toBe(true);
      const isNoted = heard.get(who)?.some((text) => /"type":"fact".*secondly/.test(text));
      expect.soft(isNoted, `${who} hears the note`).toBe(markOf(who, 'notes') === '+');
    }
    for (const client of listening.values()) client.socket.terminate();
  }, 60_000);

  test('holds for letters and exports, and no canary ever reached anybody it must not', async () => {
    const mails = await desk.mails();
    expect(mails.some(({ letter }) => JSON.stringify(letter).includes(publicCanary))).toBe(true);
    for (const who of everyone) {
      const me = await as(who).client.get<{ email: string }>('/v1/me');
      const own = await fetch(`${desk.url}/v1/me/export`, {
        headers: { authorization: `Bearer ${as(who).token}` },
      });
      noted(who, await own.text());
      if (!hasMailbox(who)) continue;
      for (const { to, letter } of mails) if (to === me.body.email) noted(who, JSON.stringify(letter));
    }
    const reached = (canary: string) =>
      everyone.filter((who) => heard.get(who)?.some((text) => text.includes(canary)));
    expect(reached(publicCanary)).toEqual(everyone.filter((who) => markOf(who, 'see') === '+'));
    expect(reached(noteCanary)).toEqual(everyone.filter((who) => markOf(who, 'notes') === '+'));
  });
});
