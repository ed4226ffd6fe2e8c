/** Why the server closes a connection: the code and reason of the close frame. Both are API: add, never rename. */
export const closings = {
  'not-text': 1003,
  restarting: 1012,
  'too-slow': 4008,
  'too-many-frames': 4029,
  'token-expired': 4401,
  'signed-out': 4401,
  'second-factor-required': 4403,
} as const;

export type Closing = keyof typeof closings;
