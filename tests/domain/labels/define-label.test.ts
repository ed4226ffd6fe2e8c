import { expect, test } from 'vitest';
import { defineLabel, reviseLabel } from '#domain/labels/define-label.ts';
import { ada, lena } from '../../support/people.ts';
import { awaitingParts } from '../../support/status-labels.ts';

test('an admin makes status labels; a lead does not', () => {
  expect(defineLabel(awaitingParts, { by: ada })).toEqual({ ok: true, outcome: awaitingParts });
  expect(defineLabel(awaitingParts, { by: lena })).toEqual({
    ok: false,
    refusal: { code: 'not-permitted', permission: 'status-label:manage' },
  });
});

test('a change keeps what it does not name', () => {
  expect(reviseLabel(awaitingParts, { by: ada, revision: { isArchived: true } })).toEqual({
    ok: true,
    outcome: { ...awaitingParts, isArchived: true },
  });
  expect(reviseLabel(awaitingParts, { by: ada, revision: { name: 'Parts' } })).toEqual({
    ok: true,
    outcome: { ...awaitingParts, name: 'Parts' },
  });
});
