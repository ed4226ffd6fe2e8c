import { z } from './schemas.ts';

/** What every code means: its HTTP status and its title. Codes are API: add, never rename. */
export const problems = {
  'malformed-request': [400, 'The request cannot be read'],
  unauthenticated: [401, 'Sign in first'],
  'invalid-credentials': [401, 'The email address or the password is wrong'],
  'otp-required': [401, 'Signing in takes a code of your second factor'],
  'invalid-refresh-token': [401, 'The refresh token is not valid any more'],
  'not-permitted': [403, 'You may not do this'],
  'second-factor-required': [403, 'Your role asks for a second factor: turn one on first'],
  'email-unverified': [403, 'The email address is not verified yet'],
  'not-found': [404, 'There is nothing here for you'],
  'method-not-allowed': [405, 'This path knows other methods'],
  'request-timeout': [408, 'The request took too long to arrive'],
  'fields-missing': [409, 'Solving the ticket takes values of custom fields'],
  'transition-not-allowed': [409, 'The ticket cannot go there from here'],
  'reopen-window-over': [409, 'The time to reopen is over'],
  'ticket-closed': [409, 'The ticket is closed'],
  'ticket-merged': [409, 'The ticket was merged into another'],
  'ticket-is-spam': [409, 'The ticket is marked as spam'],
  'unseen-messages': [409, 'There are messages you have not seen'],
  'ticket-not-active': [409, 'Nobody works on the ticket any more'],
  'already-claimed': [409, 'Somebody holds the ticket'],
  'not-assigned': [409, 'Nobody holds the ticket'],
  'too-many-participants': [409, 'No more people can take part in the ticket'],
  'link-to-itself': [409, 'A ticket cannot be linked to itself'],
  'link-target-unfit': [409, 'The other ticket cannot be linked'],
  'already-linked': [409, 'The tickets are linked so already'],
  'too-many-links': [409, 'One of the tickets has as many links as it may have'],
  'merge-into-itself': [409, 'A ticket cannot be merged into itself'],
  'merge-would-chain': [409, 'Other tickets were merged into this one'],
  'too-many-messages': [409, 'The ticket has too many messages to go into another'],
  'merge-target-unfit': [409, 'The other ticket cannot take this one up'],
  'not-merged': [409, 'The ticket is not merged'],
  'merge-undo-over': [409, 'The time to undo the merge is over'],
  'own-account': [409, 'Nobody can do this to themselves'],
  'account-suspended': [409, 'The account is suspended'],
  'not-suspended': [409, 'The person is not suspended'],
  'not-invited': [409, 'The person has no invitation to accept'],
  'second-factor-active': [409, 'The second factor is on already'],
  'no-second-factor': [409, 'There is no second factor'],
  'email-taken': [409, 'Somebody has this email address'],
  'issuer-known': [409, 'This issuer is trusted already'],
  'too-many-issuers': [409, 'No more issuers can be trusted'],
  'identity-linked': [409, 'This subject is somebody else'],
  'external-id-taken': [409, 'Another one has this externalId'],
  'name-taken': [409, 'There is one of this name'],
  'key-taken': [409, 'There is one of this key'],
  'too-many-categories': [409, 'There can be no more categories'],
  'too-many-status-labels': [409, 'There can be no more status labels'],
  'status-label-unfit': [409, 'The label is not one for the status of the ticket'],
  'too-many-custom-fields': [409, 'There can be no more custom fields'],
  'default-queue': [409, 'Tickets that name no queue go to this one'],
  'role-built-in': [409, 'Built-in roles never change'],
  'role-named-in-settings': [409, 'The settings ask a second factor of the role by its name'],
  'role-in-use': [409, 'Somebody holds the role'],
  'already-granted': [409, 'They hold this grant already'],
  'last-admin': [409, 'Nobody else administers this installation'],
  'too-many-bulk-jobs': [409, 'No more bulk jobs of yours can run at once'],
  'idempotency-in-flight': [409, 'A request with this Idempotency-Key is running'],
  'version-mismatch': [412, 'The ticket has changed since you read it'],
  'payload-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body must be application/json'],
  'validation-failed': [422, 'The request breaks the rules of its schema'],
  'invalid-cursor': [422, 'The cursor is not one for this list'],
  'invalid-code': [422, 'The code is wrong, used or too old'],
  'invalid-token': [422, 'The token is wrong, used or too old'],
  'wrong-password': [422, 'The current password is wrong'],
  'idempotency-key-reused': [422, 'The Idempotency-Key belongs to another request'],
  'upgrade-required': [426, 'This path speaks WebSocket'],
  'too-many-requests': [429, 'Too many requests'],
  'request-header-fields-too-large': [431, 'The header fields are too large'],
  'internal-error': [500, 'Something broke on our side'],
  unavailable: [503, 'Not available right now'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** A problem before it is written down: its code, and its own facts. */
export type Problem = {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly [fact: string]: unknown;
};

/** One breach of a schema. */
export type Breach = { readonly path: string; readonly code: string; readonly message: string };

/** The RFC 9457 body of a problem. */
export const problemBody = ({ code, detail, facts }: Problem, requestId: string | undefined): ProblemBody => {
  const [status, title] = problems[code];
  const known = requestId === undefined ? {} : { requestId };
  return {
    type: `urn:hexdesk:problem:${code}`,
    title,
    status,
    detail: detail ?? title,
    code,
    ...known,
    ...facts,
  };
};

export const statusOf = (code: ProblemCode): number => problems[code][0];

export const ProblemSchema = z
  .object({
    type: z.string().openapi({ description: 'A URN that names the kind of problem.' }),
    title: z.string().openapi({ description: 'What the code means, in words.' }),
    status: z.int().openapi({ description: 'The HTTP status.' }),
    detail: z.string().openapi({ description: 'What is wrong this time.' }),
    code: z
      .enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]])
      .openapi({ description: 'Stable; match on this.' }),
    requestId: z.string().optional().openapi({ description: 'Names the request in the logs.' }),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'With `validation-failed`: every breach, up to a thousand.' }),
  })
  .catchall(z.unknown())
  .openapi('Problem', {
    description: 'RFC 9457 problem details. Further members are the facts of the one problem.',
  });
