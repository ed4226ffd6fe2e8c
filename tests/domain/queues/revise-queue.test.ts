import { describe, expect, test } from 'vitest';
import type { Queue } from '#domain/queues/queue.ts';
import { reviseQueue, sameRules } from '#domain/queues/revise-queue.ts';
import { ada, lena } from '../../support/people.ts';
import { billing, billingWith, shipping } from '../../support/queues.ts';

describe('The rules of two queues', () => {
  test('are the same, whatever the queues are called by ids', () => {
    expect(sameRules(billing, { ...billing, id: shipping.id })).toBe(true);
  });

  test.each([
    { name: 'Bills' },
    { defaultPriority: 'urgent' },
    { reopenWindowDays: 1 },
    { autoCloseDays: 99 },
    { followUpPolicy: 'refuse' },
    { acknowledgement: 'Hello' },
    { assignment: 'round-robin' },
    { capacity: 3 },
    { isArchived: true },
  ] satisfies Partial<Queue>[])('differ by any one of them: %j', (rule) => {
    expect(sameRules(billing, { ...billing, ...rule })).toBe(false);
  });
});

describe('Changing the rules of a queue', () => {
  test('changes what is asked for, and leaves the rest', () => {
    expect(reviseQueue(billing, { by: ada, revision: { reopenWindowDays: 0, name: undefined } })).toEqual({
      ok: true,
      outcome: { ...billing, reopenWindowDays: 0 },
    });
  });

  test('switches the acknowledgement off only when asked to', () => {
    const off = reviseQueue(billing, { by: ada, revision: { acknowledgement: null } });
    expect(off).toEqual({ ok: true, outcome: { ...billing, acknowledgement: undefined } });
    const same = reviseQueue(billing, { by: ada, revision: { isArchived: true } });
    expect(same).toEqual({ ok: true, outcome: { ...billing, isArchived: true } });
  });

  test('sets and lifts a capacity only when asked to', () => {
    const full = billingWith({ assignment: 'round-robin', capacity: 5 });
    expect(reviseQueue(billing, { by: ada, revision: { assignment: 'round-robin', capacity: 5 } })).toEqual({
      ok: true,
      outcome: full,
    });
    expect(reviseQueue(full, { by: ada, revision: { assignment: 'manual' } })).toMatchObject({
      outcome: { assignment: 'manual', capacity: 5 },
    });
    expect(reviseQueue(full, { by: ada, revision: { capacity: null } })).toMatchObject({
      outcome: { assignment: 'round-robin', capacity: undefined },
    });
  });

  test('sets when tickets close, and that they never do, only when asked to', () => {
    const revised = (queue: typeof billing, autoCloseDays: number | null | undefined) =>
      reviseQueue(queue, { by: ada, revision: { autoCloseDays } });
    const never = billingWith({ autoCloseDays: undefined });
    expect(revised(billing, 3)).toEqual({ ok: true, outcome: billingWith({ autoCloseDays: 3 }) });
    expect(revised(billing, undefined)).toEqual({ ok: true, outcome: billing });
    expect(revised(billing, null)).toEqual({ ok: true, outcome: never });
    expect(revised(never, undefined)).toEqual({ ok: true, outcome: never });
    expect(sameRules(billing, never)).toBe(false);
  });

  test('is for those who manage queues', () => {
    expect(reviseQueue(billing, { by: lena, revision: { name: 'Mine' } })).toEqual({
      ok: false,
      refusal: { code: 'not-permitted', permission: 'queue:manage' },
    });
  });

  test.each([{ name: 'Help' }, { isArchived: true }])(
    'never takes the default queue away by %j',
    (revision) => {
      const support = billingWith({ name: 'Support' });
      expect(reviseQueue(support, { by: ada, revision })).toEqual({
        ok: false,
        refusal: { code: 'default-queue' },
      });
      expect(
        reviseQueue(support, { by: ada, revision: { name: 'Support', reopenWindowDays: 3 } }),
      ).toMatchObject({ ok: true });
    },
  );
});
