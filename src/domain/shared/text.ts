// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Whether a text is storable as written: no NUL, no lone surrogate, no control character but tab and line breaks. */
export const isCleanText = (raw: string): boolean => raw.isWellFormed() && !forbidden.test(raw);

/** Whether a text is clean and stays on one line. */
export const isCleanLine = (raw: string): boolean => isCleanText(raw) && !/[\t\n\r\u2028\u2029]/.test(raw);

/** Whether there is something to see in a text: more than spaces and characters without a shape. */
export const isVisible = (raw: string): boolean => /[^\p{Z}\p{C}\p{DI}\u2800]/u.test(raw);

/** Without a shape, or turning the reading order: all but what spelling needs, the joiners and the variants of characters. */
const hiding = /[[\p{Cf}\p{DI}]--[\p{VS}\u200c\u200d]]/v;

/** Whether a name is what it looks like: something to see, nothing that hides in it or reorders what stands around it. */
export const isPlainName = (raw: string): boolean => isVisible(raw) && !hiding.test(raw);

/** How many characters (Unicode code points, as in JSON Schema and SQL) a text has. */
export const lengthOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
