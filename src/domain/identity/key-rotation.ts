import { after, days, minutes } from '../shared/duration.ts';
import { lifetimes } from './lifetimes.ts';

/** When a key was made and from when on it signs: it is published in between. */
export type KeyTimes = { readonly createdAt: Date; readonly signsFrom: Date };

/** Why a signing key is not rotated or retired. */
export type KeyRefusal =
  /** The next key is published already and will sign soon. */
  | { readonly code: 'rotation-under-way'; readonly signsFrom: Date }
  /** Another node or command did so at the same moment. */
  | { readonly code: 'rotated-meanwhile' }
  | { readonly code: 'key-unknown' }
  /** It is the key that signs now, or the only one. */
  | { readonly code: 'key-in-use' };

/** How long a key is published before it signs: longer than anybody may keep the key set. */
export const publishedAhead = minutes(10);

/** How long a key stays after a newer one has begun to sign: its last token is over by then, on a slow clock too. */
const keptAfter = lifetimes.accessToken + minutes(5);

/** The key to sign with: the newest whose time has come, and the oldest until there is one. Keys come oldest first. */
export const signingKeyAt = <Key extends KeyTimes>(keys: readonly Key[], at: Date): Key | undefined =>
  keys.findLast(({ signsFrom }) => signsFrom <= at) ?? keys[0];

/** From when on a key is of no use to anybody; `undefined` while no newer one is there. */
export const outlivedFrom = (keys: readonly KeyTimes[], key: KeyTimes): Date | undefined => {
  const newer = keys.slice(keys.indexOf(key) + 1).map(({ signsFrom }) => signsFrom.getTime());
  return newer.length === 0 ? undefined : after(new Date(Math.min(...newer)), keptAfter);
};

/** The keys that can be thrown away. */
export const outlivedKeys = <Key extends KeyTimes>(keys: readonly Key[], at: Date): readonly Key[] =>
  keys.filter((key) => {
    const from = outlivedFrom(keys, key);
    return from !== undefined && from <= at;
  });

/** Whether the newest key is so old that the next one is due. */
export const rotationIsDue = (keys: readonly KeyTimes[], everyDays: number, at: Date): boolean => {
  const newest = keys.at(-1);
  return newest !== undefined && everyDays > 0 && after(newest.createdAt, days(everyDays)) <= at;
};
