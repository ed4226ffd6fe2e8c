/** The part that a text is nothing but repetitions of (the last may be cut short), if there is one. */
export const repeatedPart = (text: string): string | undefined => {
  for (let length = 1; length * 2 <= text.length; length += 1) {
    if (text.startsWith(text.slice(length)) && text.endsWith(text.slice(0, -length))) {
      return text.slice(0, length);
    }
  }
  return undefined;
};

/** Characters in the order in which fingers and children go through them. */
const orders = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ...['qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm'],
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()',
];

const pairs = orders.flatMap((order) =>
  [...order].slice(1).map((second, index) => `${order.charAt(index)}${second}`),
);
const neighbours = new Set(pairs.flatMap((pair) => [pair, `${pair.charAt(1)}${pair.charAt(0)}`]));

/** Fewest characters in a row that are a run and no chance. */
const shortestRun = 3;

/** What is left of a text when runs of neighbouring or equal characters are taken off its ends, one after the other. */
export const withoutRuns = (text: string): readonly string[] => {
  const left: string[] = [];
  let rest = [...text];
  for (;;) {
    const end = runAtEnd(rest);
    const start = end === 0 ? runAtEnd(rest.toReversed()) : 0;
    if (end === 0 && start === 0) return left;
    rest = rest.slice(start, rest.length - end);
    left.push(rest.join(''));
  }
};

/** How many characters at the end are a run; 0 when there are too few. */
const runAtEnd = (characters: readonly string[]): number => {
  const breach = characters.findLastIndex((one, index) => {
    const next = characters[index + 1];
    return next !== undefined && one !== next && !neighbours.has(`${one}${next}`);
  });
  const length = characters.length - (breach + 1);
  return length >= shortestRun ? length : 0;
};
