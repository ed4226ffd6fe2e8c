import { expect, test } from 'vitest';
import { endOfToken, notHeld } from '#domain/identity/personal-token.ts';
import { days } from '#domain/shared/duration.ts';
import { ada, ben, carla, nobody } from '../../support/people.ts';
import { later, noon } from '../../support/tickets.ts';

test('an access token ends after ninety days, or when its owner says, up to a year', () => {
  expect(endOfToken(undefined, noon)).toEqual(later(days(90)));
  expect(endOfToken(later(1), noon)).toEqual(later(1));
  expect(endOfToken(later(days(366)), noon)).toEqual(later(days(366)));
});

test('an access token neither ends at once nor lasts for ever', () => {
  expect(endOfToken(noon, noon)).toBeUndefined();
  expect(endOfToken(later(-1), noon)).toBeUndefined();
  expect(endOfToken(later(days(366) + 1), noon)).toBeUndefined();
});

test('nobody hands on what they do not hold', () => {
  expect(notHeld(carla, ['ticket:read', 'ticket:reply'])).toBeUndefined();
  expect(notHeld(carla, ['ticket:read', 'ticket:note'])).toBe('ticket:note');
  expect(notHeld(ben, ['ticket:note', 'ticket:steal'])).toBe('ticket:steal');
  expect(notHeld(ada, ['ticket:steal', 'user:invite'])).toBeUndefined();
  expect(notHeld(nobody, ['ticket:read'])).toBe('ticket:read');
  expect(notHeld({ ...ada, limitedTo: ['ticket:read'] }, ['ticket:note'])).toBe('ticket:note');
});
