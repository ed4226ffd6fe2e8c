import type { Cursor } from '#application/live/cursor.ts';
import { SealBroken, type SecretBox } from '#application/ports/secret-box.ts';
import type { Audience } from '#domain/access/visibility.ts';

/** Cursors as they are seen outside. */
export type LiveCursors = {
  write(cursor: Cursor): string;
  /** `unusable` for whatever no cursor of ours looks like. */
  read(raw: string): Cursor | 'unusable';
};

const purpose = 'live cursor';
const digits = 16;

/**
 * A ticket's cursor is its audience's count, which the audience sees anyway; `version` of the ticket as read over HTTP
 * is one, too. Positions are sealed: a gap between two of them would tell that something happened elsewhere.
 */
export const liveCursors = ({ secretBox }: { readonly secretBox: SecretBox }): LiveCursors => ({
  write: (cursor) =>
    cursor.kind === 'seq'
      ? `${cursor.audience?.charAt(0) ?? ''}${cursor.seq}`
      : secretBox.seal(String(cursor.position).padStart(digits, '0'), purpose),

  read: (raw) => {
    const seq = /^([sc]?)(\d{1,15})$/.exec(raw);
    if (seq) return { kind: 'seq', audience: audiences.get(seq[1] ?? ''), seq: Number(seq[2]) };
    const position = opened(secretBox, raw);
    return position === undefined ? 'unusable' : { kind: 'position', position };
  },
});

const audiences: ReadonlyMap<string, Audience> = new Map([
  ['s', 'staff'],
  ['c', 'customer'],
]);

const opened = (secretBox: SecretBox, raw: string): number | undefined => {
  try {
    return Number(secretBox.open(raw, purpose));
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
};
