/** What a reader of the contract is told before the operations. */
export const introduction = `The headless help desk: tickets over HTTP, a WebSocket and email.

**Signing in.** \`POST /v1/auth/login\` gives an access token for \`Authorization: Bearer\` (15 minutes) and a refresh token for the next pair.

**What exists.** What you may not see does not exist: 404. What you see but may not do is 403. \`{id}\` of a ticket takes its id or its number.

**Two views.** Customers never notice internal notes, claims, assignments, priorities, tags, custom fields of staff and moves between queues: their \`seq\`, \`version\`, \`updatedAt\` and \`ETag\` move with public facts only. Staff have their own.

**Problems.** Everything that goes wrong is a problem (RFC 9457) with a stable \`code\`; \`validation-failed\` lists every breach. A 5xx may be sent again.

**Repeating.** A POST with an \`Idempotency-Key\` has one effect and one answer, however often it is sent within 24 hours.

**Conditions.** Send the \`ETag\` you have as \`If-Match\` with a change (412 when it is over), or as \`If-None-Match\` with a read (304 when it is current).

**Lists.** \`{ items, nextCursor }\`; send \`nextCursor\` as \`cursor\` with the same filters for the next page.

**Limits.** JSON bodies up to 1 MiB, 32 levels deep. \`RateLimit\` and \`RateLimit-Policy\` tell how many requests are left.

**Live.** Tickets can be followed over a WebSocket: see \`GET /v1/live\` and [asyncapi.json](/asyncapi.json).`;

/** What the operations of a tag are about. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  Identity: 'Having an account, signing in and out, and who one is.',
  Users: 'The people of this installation, for those who manage them.',
  Access: 'Roles, grants and organisations: who may do what, where and why.',
  Embedding: 'Letting the people and programs of your own product in, without a second password.',
  Live: 'Following tickets as they change.',
  Tickets: 'Raising, reading, answering and working tickets.',
  Categories: 'What tickets are about.',
  'Custom fields': 'What admins want tickets to say beside what all of them do.',
  'Status labels': 'Admins’ own words for tickets in a status.',
  Shortcuts: 'Canned replies and macros, and using them on tickets.',
  Privacy: 'What is kept about people, and having it erased.',
  Audit: 'What was done to people, rights and the installation, and by whom.',
  Queues: 'Where tickets live, and the rules that hold there.',
  Operations: 'For those who run Hexdesk, and for their tools.',
};
