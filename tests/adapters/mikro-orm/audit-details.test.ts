import { expect, test } from 'vitest';
import { areSealed, sealedDetails, withoutAddress } from '#adapters/mikro-orm/audit/audit-entry.ts';

const seal = { of: (text: string) => `seal of ${text}` };
const details = { address: '203.0.113.7', before: { a: 1 }, after: { a: 2 } };

test('details of an entry are good with their address, and without it once it went', () => {
  const sealed = sealedDetails(seal, 3, details);
  expect(areSealed(seal, 3, sealed.details, sealed.details_seal)).toBe(true);
  const left = withoutAddress(sealed.details) ?? '';
  expect(JSON.parse(left)).toMatchObject({ before: { a: 1 }, after: { a: 2 } });
  expect(left).not.toContain('"address"');
  expect(areSealed(seal, 3, left, sealed.details_seal)).toBe(true);
  expect(areSealed(seal, 4, left, sealed.details_seal)).toBe(false);
});

test('details from before addresses had seals of their own are good as a whole', () => {
  const old = JSON.stringify(details);
  const oldSeal = `seal of ${JSON.stringify(['details', 3, old])}`;
  expect(areSealed(seal, 3, old, oldSeal)).toBe(true);
  expect(withoutAddress(old)).toBeUndefined();
  expect(areSealed(seal, 3, old.replace('203', '204'), oldSeal)).toBe(false);
});

test('details that are no JSON are not good', () => {
  expect(areSealed(seal, 3, 'not "addressSeal" at all', 'a seal')).toBe(false);
});
