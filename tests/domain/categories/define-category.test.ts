import { expect, test } from 'vitest';
import { type Category, canBeChosen } from '#domain/categories/category.ts';
import { type CategoryRevision, defineCategory, reviseCategory } from '#domain/categories/define-category.ts';
import { categoryWith } from '../../support/categories.ts';
import { ada, lena } from '../../support/people.ts';

const money = categoryWith(1);
const refunds = categoryWith(2, { parent: money.id });
const abroad = categoryWith(3, { parent: refunds.id });
const all = [money, refunds, abroad];

const define = (category: Category, among = all) => defineCategory(category, { by: ada, all: among });
const revise = (category: Category, revision: CategoryRevision, among = all) =>
  reviseCategory(category, { by: ada, all: among, revision });
const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) });

test('only admins say what categories there are', () => {
  expect(define(categoryWith(4)).ok).toBe(true);
  const no = { ok: false, refusal: { code: 'not-permitted', permission: 'category:manage' } };
  expect(defineCategory(categoryWith(4), { by: lena, all })).toEqual(no);
  expect(reviseCategory(money, { by: lena, all, revision: { name: 'Gold' } })).toEqual(no);
});

test('an archived category cannot be chosen, nor what is part of it', () => {
  expect(all.map((one) => canBeChosen(one, all))).toEqual([true, true, true]);
  const now = [money, { ...refunds, isArchived: true }, abroad];
  expect(now.map((one) => canBeChosen(one, now))).toEqual([true, false, false]);
});

test('a category is never part of itself', () => {
  for (const parent of [money.id, refunds.id, abroad.id])
    expect(revise(money, { parent })).toEqual(refused('category-within-itself'));
  expect(revise(abroad, { parent: money.id })).toEqual({
    ok: true,
    outcome: { ...abroad, parent: money.id },
  });
});

test('a category goes under one that can be chosen, and may stay under one that was archived', () => {
  const added = categoryWith(4, { parent: categoryWith(9).id });
  expect(define(added)).toEqual(refused('unknown-parent'));
  const now = [{ ...money, isArchived: true }, refunds, abroad];
  expect(define({ ...added, parent: abroad.id }, now)).toEqual(refused('unknown-parent'));
  expect(revise(refunds, { name: 'Money back' }, now).ok).toBe(true);
});

test('categories nest five levels deep, whole branches counted', () => {
  const fourth = categoryWith(4, { parent: abroad.id });
  const fifth = categoryWith(5, { parent: fourth.id });
  const deep = [...all, fourth];
  expect(define(fifth, deep).ok).toBe(true);
  expect(define(categoryWith(6, { parent: fifth.id }), [...deep, fifth])).toEqual(
    refused('category-too-deep'),
  );
  const top = categoryWith(7);
  const second = categoryWith(8, { parent: top.id });
  expect(revise(top, { parent: fourth.id }, [...deep, top]).ok).toBe(true);
  expect(revise(top, { parent: fourth.id }, [...deep, top, second])).toEqual(refused('category-too-deep'));
});

test('what is named is changed, null takes it away, and the rest stays', () => {
  const full = categoryWith(4, { parent: money.id, defaultPriority: 'high' });
  const revision = { name: 'Money back', parent: null, isArchived: true };
  expect(revise(full, revision, [...all, full])).toEqual({
    ok: true,
    outcome: { ...full, name: 'Money back', parent: undefined, isArchived: true },
  });
  expect(revise(full, { defaultPriority: null })).toMatchObject({ outcome: { defaultPriority: undefined } });
});

test('there are a thousand categories at most', () => {
  const many = Array.from({ length: 1000 }, () => money);
  expect(define(categoryWith(4), many.slice(1)).ok).toBe(true);
  expect(define(categoryWith(4), many)).toEqual(refused('too-many-categories'));
});
