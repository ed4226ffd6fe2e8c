import type { Answer } from './answer.ts';

/** The strong entity tag of a version (RFC 9110, 8.8.3). */
export const etag = (version: number): string => `"${version}"`;

/** The versions that `If-Match` accepts; `undefined` for any. Weak tags never match, as strong comparison wants it. */
export const versionsOf = (ifMatch: string | undefined): readonly number[] | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return ifMatch.split(',').flatMap((tag) => {
    const digits = /^"(\d{1,15})"$/.exec(tag.trim())?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
};

/** Whether `If-None-Match` names this tag; weak comparison. */
const isKnown = (ifNoneMatch: string, tag: string): boolean =>
  ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** Turns what is read and known to the caller already into a 304. */
export const unlessKnown = (answer: Answer, ifNoneMatch: string | undefined): Answer => {
  const tag = answer.headers['etag'];
  if (answer.status !== 200 || tag === undefined || ifNoneMatch === undefined || !isKnown(ifNoneMatch, tag))
    return answer;
  return { status: 304, headers: { etag: tag }, body: '' };
};
