import { expect, test } from 'vitest';
import { categoryAt } from '#domain/categories/category.ts';
import { chooseCategory } from '#domain/categories/choose-category.ts';
import { categoryWith } from '../../support/categories.ts';
import { billing, shipping } from '../../support/queues.ts';

const money = categoryWith(1, { defaultQueue: billing.id, defaultPriority: 'low' });
const refunds = categoryWith(2, { parent: money.id, defaultPriority: 'high' });
const abroad = categoryWith(3, { parent: refunds.id, defaultQueue: shipping.id });
const all = [money, refunds, abroad];

test('a category has the defaults of the nearest one that it is part of', () => {
  const chosen = (queues: readonly string[], priority?: string) => ({
    ok: true,
    outcome: { queues, priority },
  });
  expect(chooseCategory(money.id, all)).toEqual(chosen([billing.id], 'low'));
  expect(chooseCategory(refunds.id, all)).toEqual(chosen([billing.id], 'high'));
  expect(chooseCategory(abroad.id, all)).toEqual(chosen([shipping.id, billing.id], 'high'));
  const other = categoryWith(4);
  expect(chooseCategory(other.id, [...all, other])).toEqual(chosen([]));
});

test('what does not exist is not chosen, nor what is archived or part of that', () => {
  expect(chooseCategory(categoryWith(9).id, all)).toEqual({
    ok: false,
    refusal: { code: 'unknown-category' },
  });
  const now = [money, { ...refunds, isArchived: true }, abroad];
  const archived = { ok: false, refusal: { code: 'category-archived' } };
  expect(chooseCategory(refunds.id, now)).toEqual(archived);
  expect(chooseCategory(abroad.id, now)).toEqual(archived);
  expect(chooseCategory(money.id, now).ok).toBe(true);
});

test('a category is found by its name and those of what it is part of, to the letter', () => {
  const twin = categoryWith(4, { name: abroad.name });
  const known = [twin, ...all];
  expect(categoryAt([money.name], known)).toBe(money);
  expect(categoryAt([money.name, refunds.name, abroad.name], known)).toBe(abroad);
  expect(categoryAt([abroad.name], known)).toBe(twin);
  for (const path of [
    [],
    [refunds.name],
    [money.name.toUpperCase()],
    [money.name, abroad.name],
    ['Nowhere', money.name],
    [money.name, 'Nowhere', abroad.name],
  ])
    expect(categoryAt(path, known)).toBeUndefined();
});
