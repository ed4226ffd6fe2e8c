import { causesOf } from './dialect.ts';

/** Errors of MySQL that no waiting helps against: the server is there, and what it was asked for is wrong. */
const rejections: Readonly<Record<number, string>> = {
  1044: 'this user may not use the database',
  1045: 'the server denies access: user or password is wrong',
  1049: 'the server has no such database',
  1698: 'the server denies access: this user does not sign in by password',
};

/** Why the server will never open this database as things are; `undefined` for everything that may pass. */
export const rejectionIn = (error: unknown): string | undefined => {
  for (const { errno } of causesOf(error)) {
    const rejection = typeof errno === 'number' ? rejections[errno] : undefined;
    if (rejection !== undefined) return rejection;
  }
  return undefined;
};
