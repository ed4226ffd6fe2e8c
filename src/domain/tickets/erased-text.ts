/** What stands where somebody's text was. */
export const erasedText = '[erased]';

/** What stands where the text of a message was that staff took away. */
export const redactedText = '[redacted]';

/** Whether a message has lost its text already, by whatever way. */
export const isTextGone = ({ body }: { readonly body: string }): boolean =>
  body === erasedText || body === redactedText;
