/** What is checked after every trial, in the words of the report. */
export const checks = {
  acknowledged: 'what was acknowledged is there',
  once: 'a key has one effect',
  unasked: 'nothing is there that nobody asked for',
  whole: 'a write is there whole or not at all',
  seq: 'facts are numbered without a gap',
  fold: 'facts give the stored state',
  feed: 'the feed has no gap and no fact twice',
  letters: 'who is to be told is told once',
  mails: 'every mail arrived, or is dead with a reason',
  twice: 'no mail arrived twice, but for those caught in a kill',
  answers: 'no answer but those that are promised',
  recovery: 'it came back by itself within 15 seconds',
} as const;

export type Check = keyof typeof checks;

/** Something that a check found to be wrong. */
export type Finding = { readonly check: Check; readonly what: string };

/** The findings of one check. */
export const findings = (check: Check, what: readonly string[]): readonly Finding[] =>
  what.map((one) => ({ check, what: one }));
