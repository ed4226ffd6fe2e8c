import { days, minutes, seconds } from '../shared/duration.ts';

export const codeMinutes = 10;
export const resetMinutes = 30;
export const invitationDays = 7;

/** How long secrets are good, in milliseconds. */
export const lifetimes = {
  verificationCode: minutes(codeMinutes),
  accessToken: minutes(15),
  passwordReset: minutes(resetMinutes),
  invitation: days(invitationDays),
  /** Absolute: whoever refreshes for ever still signs in again after this. */
  session: days(30),
  liveTicket: seconds(30),
} as const;
