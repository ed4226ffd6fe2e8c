import { longestPassword, parsePassword, shortestPassword } from '#domain/identity/password.ts';
import { text, z } from './schemas.ts';

const form = {
  type: 'string',
  format: 'password',
  minLength: shortestPassword,
  maxLength: longestPassword,
} as const;

/** A password to be set: long enough, of any characters, in the one form that is hashed. */
export const newPassword = text({ min: shortestPassword, max: longestPassword })
  .transform((raw, context) => {
    const parsed = parsePassword(raw);
    if (parsed !== undefined) return parsed;
    const message = `must have ${shortestPassword} to ${longestPassword} characters in Unicode's composed form`;
    context.addIssue({ code: 'custom', message, params: { code: 'unfit-length' } });
    return z.NEVER;
  })
  .openapi(form);

/** A password to be checked: whatever it may once have been. */
export const givenPassword = text({ min: 1, max: longestPassword }).openapi({ ...form, minLength: 1 });
