import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import { fairLine } from './fair-line.ts';

/** Argon2id as OWASP advises: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
const prefix = '$argon2id$v=19$m=19456,t=2,p=1$';

/** Never so many at once that signing in starves the threads other work waits for. */
const limits = { atOnce: 2, waiting: 64 };

/** Hashes passwords by Argon2id, a few at a time; those who wait take turns by on whose behalf it is done. */
export const argon2Hasher = (whose: () => string = () => ''): PasswordHasher => {
  const inTurn = fairLine(limits);
  const dummy = hashOfNothing();
  return {
    hash: (password) => inTurn(whose(), () => hash(password, parameters)),
    verify: (known, password) =>
      inTurn(whose(), async () => (await verify(known ?? dummy, password)) && known !== undefined),
    isOutdated: (known) => !known.startsWith(prefix),
  };
};

/** A hash like any other, of no password anybody knows: its tag was drawn, not computed. */
const hashOfNothing = (): string => `${prefix}${unpadded(randomBytes(16))}$${unpadded(randomBytes(32))}`;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
