import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#application/ports/secrets.ts';
import { raise } from './answer.ts';

/** Opaque places in lists: signed, and good only for the list, filter and sort they came from. */
export type Cursors = {
  seal(list: string, position: unknown): string;
  /** The position, or a thrown `invalid-cursor`. */
  open(list: string, cursor: string): unknown;
};

export const signedCursors = (secrets: Secrets): Cursors => {
  const signature = (list: string, position: string): string =>
    secrets.digest(`cursor\n${list}\n${position}`).slice(0, 22);
  return {
    seal(list, position) {
      const encoded = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${encoded}.${signature(list, encoded)}`;
    },
    open(list, cursor) {
      const [encoded = '', given = '', ...more] = cursor.split('.');
      if (more.length > 0 || cursor.length > 1000 || !sameText(signature(list, encoded), given)) {
        return raise({ code: 'invalid-cursor' });
      }
      return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    },
  };
};

/** Compares in a time that tells nothing about where two texts of one length differ. */
const sameText = (one: string, other: string): boolean =>
  Buffer.byteLength(one) === Buffer.byteLength(other) &&
  timingSafeEqual(Buffer.from(one), Buffer.from(other));
