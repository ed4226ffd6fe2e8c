import { describe, expect, test } from 'vitest';
import { verifiedTokens } from '#adapters/jose/verified-tokens.ts';
import { sessionId } from '../../support/identity-people.ts';
import { carla } from '../../support/people.ts';
import { later, noon } from '../../support/tickets.ts';

const claims = { user: carla.id, session: sessionId(1), expiresAt: later(1000) };

describe('tokens that were verified before', () => {
  test('are known by their whole text, until they end', () => {
    const kept = verifiedTokens();
    kept.keep('token', claims);
    expect(kept.find('token', later(999))).toBe(claims);
    expect(kept.find('toke', noon)).toBeUndefined();
    expect(kept.find('token', later(1000))).toBeUndefined();
  });

  test('are never more than there is room for: the one kept longest goes', () => {
    const kept = verifiedTokens(2);
    for (const token of ['one', 'two', 'three']) kept.keep(token, claims);
    expect(['one', 'two', 'three'].map((token) => kept.find(token, noon) !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('make room once they are over', () => {
    const kept = verifiedTokens(2);
    kept.keep('long', { ...claims, expiresAt: later(2000) });
    kept.keep('short', claims);
    kept.find('short', later(1000));
    kept.keep('next', { ...claims, expiresAt: later(2000) });
    expect(kept.find('long', later(1000))).toBeDefined();
  });
});
