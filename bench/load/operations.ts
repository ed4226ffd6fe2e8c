import { wordsBy } from '../seed/words.ts';

/** What is measured, each alone and all mixed. */
export const operations = ['get', 'list', 'create', 'message', 'patch', 'mixed'] as const;
export type Operation = (typeof operations)[number];
export type Single = Exclude<Operation, 'mixed'>;

/** Of a hundred requests of the mix. */
const mix: Readonly<Record<Single, number>> = { get: 45, list: 25, message: 15, create: 8, patch: 7 };

/** An operation of the mix, by chance. */
export const pickedFromMix = (random: () => number): Single => {
  let left = random() * 100;
  for (const [operation, share] of Object.entries(mix)) {
    left -= share;
    if (left < 0) return operation as Single;
  }
  return 'get';
};

/** Four to nine words. */
export const someSubject = (random: () => number): string => wordsBy(random, 4 + Math.floor(random() * 6));
/** Twenty to seventy words: about 130 to 480 characters. */
export const someBody = (random: () => number): string => wordsBy(random, 20 + Math.floor(random() * 50));
export const somePriority = (random: () => number): 'normal' | 'high' => (random() < 0.8 ? 'normal' : 'high');

/** The share of listings that ask for the first page; the others start from one of the cursors known. */
const firstPages = 0.6;
/** How many cursors are collected before the load begins. */
export const knownCursors = 12;

export const someCursor = (random: () => number, cursors: readonly string[]): string | undefined =>
  random() < firstPages ? undefined : cursors[Math.floor(random() * cursors.length)];
