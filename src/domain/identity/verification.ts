/** What the rule needs to know of a mailed code. */
export type MailedCode = { readonly codeExpiresAt: Date; readonly attempts: number };

/** Wrong codes, from wherever they come, after which a mailed one is spent: guessing it is right once in 33,333 times. */
export const mostWrongCodes = 30;

/** Whether a mailed code may still prove an address. */
export const isUsable = ({ codeExpiresAt, attempts }: MailedCode, at: Date): boolean =>
  attempts < mostWrongCodes && at.getTime() < codeExpiresAt.getTime();
