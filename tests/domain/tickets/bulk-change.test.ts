import { describe, expect, test } from 'vitest';
import { tagsAfter } from '#domain/tickets/bulk-change.ts';

const asked = { tags: undefined, addTags: undefined, removeTags: undefined };

describe('the tags of a ticket after a change of many', () => {
  test('are nothing anybody asked for, unless they did', () => {
    expect(tagsAfter(asked, ['vip'])).toBeUndefined();
  });

  test.for<[string, Partial<Parameters<typeof tagsAfter>[0]>, readonly string[]]>([
    ['those that are to stand in the place of the others', { tags: ['outage'] }, ['outage']],
    ['none, if none are to stand there', { tags: [] }, []],
    ['those beside the ones there are', { addTags: ['outage'] }, ['vip', 'phone', 'outage']],
    ['each once', { addTags: ['phone', 'outage', 'outage'] }, ['vip', 'phone', 'outage']],
    ['without those that are taken away', { removeTags: ['vip', 'unknown'] }, ['phone']],
    [
      'what is added after something is taken away',
      { addTags: ['vip'], removeTags: ['vip'] },
      ['phone', 'vip'],
    ],
  ])('are %s', ([, change, tags]) => {
    expect(tagsAfter({ ...asked, ...change }, ['vip', 'phone'])).toEqual(tags);
  });
});
