import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, ProblemBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { shipping } from '../../support/queues.ts';

type TagBody = { readonly name: string };

eachEngine('The tags in use', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
    const tagged = async (tags: readonly string[], facts: object = {}) =>
      desk.as('ada').patch(at(await raisedBy(desk.as('carla'), facts)), { tags });
    await tagged(['refund', 'vip', 'Refund', '50%_off']);
    await tagged(['refund', 'rêve', '🦔']);
    await tagged(['parcel', 'refund'], { queueId: shipping.id });
  });
  afterAll(() => desk.close());

  const listed = async (who: 'ben' | 'sam' | 'ada', query = '') =>
    (await desk.as(who).get<PageBody<TagBody>>(`/v1/tags${query}`)).body;
  const names = ({ items }: PageBody<TagBody>) => items.map(({ name }) => name);

  test('stand once each, and staff see those of tickets that they see', async () => {
    expect(names(await listed('ben'))).toEqual(['50%_off', 'Refund', 'refund', 'rêve', 'vip', '🦔']);
    expect(names(await listed('sam'))).toEqual(['parcel', 'refund']);
    expect(names(await listed('ada'))).toContain('parcel');
  });

  test('are found by how they begin, in capitals as they are', async () => {
    expect(names(await listed('ada', '?prefix=re'))).toEqual(['refund']);
    expect(names(await listed('ada', '?prefix=R'))).toEqual(['Refund']);
    expect(names(await listed('ada', `?prefix=${encodeURIComponent('50%_')}`))).toEqual(['50%_off']);
    expect(names(await listed('ada', '?prefix=zzz'))).toEqual([]);
  });

  test('come a page at a time', async () => {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: PageBody<TagBody> = await listed('ada', `?limit=3${more}`);
      found.push(...names(page));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(names(await listed('ada', '?limit=100')));
    const stolen = (await listed('ada', '?limit=1')).nextCursor ?? '';
    const elsewhere = await desk.as('ada').get<ProblemBody>(`/v1/tags?prefix=r&cursor=${stolen}`);
    expect(elsewhere.body.code).toBe('invalid-cursor');
  });

  test('are nothing that customers learn of', async () => {
    expect(await desk.as('carla').get<ProblemBody>('/v1/tags')).toMatchObject({
      status: 403,
      body: { code: 'not-permitted', permission: 'ticket:read-internal' },
    });
  });
});
