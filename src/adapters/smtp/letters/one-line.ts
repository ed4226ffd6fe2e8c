/** What breaks a line, reorders it or hides in it; the joiners stay, names need them. */
const disturbing = /[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** A text that stays where it is put: on one line, in reading order. */
export const oneLine = (text: string): string => text.replace(disturbing, ' ').replace(/\s+/g, ' ').trim();

/** What a person may be called in a letter: whoever registers an address may have made the name a message to its owner. */
export const callable = (name: string): string | undefined => {
  const line = oneLine(name);
  const advert = /[\p{N}@:/\\<>]|\.\p{L}/u.test(line);
  return line === '' || advert || line.length > 100 ? undefined : line;
};
