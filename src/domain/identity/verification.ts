/** What the rule needs to know of a mailed code. */
export type MailedCode = { readonly codeExpiresAt: Date; readonly attempts: number };

/** Wrong codes after which the mailed ones are spent. */
export const mostWrongCodes = 5;

/** Whether a mailed code may still prove an address. */
export const isUsable = ({ codeExpiresAt, attempts }: MailedCode, at: Date): boolean =>
  attempts < mostWrongCodes && at.getTime() < codeExpiresAt.getTime();
