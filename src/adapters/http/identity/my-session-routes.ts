import type {
  EndMyOtherSessions,
  EndMySession,
  ListMySessions,
  ReadMySession,
} from '#application/identity/my-sessions.ts';
import type { Session } from '#application/ports/session-store.ts';
import { deviceOf } from '#domain/identity/device.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import { cursor, limit, sessionId, shownId, shownMoment, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

const SessionSchema = z
  .object({
    id: shownId,
    device: z
      .string()
      .openapi({ description: 'What its user agent seems to be.', example: 'Firefox on Windows' }),
    userAgent: z.string().openapi({ description: 'What it said of itself when it signed in.' }),
    address: z.string().openapi({ description: 'Where it signed in from.' }),
    createdAt: shownMoment,
    lastUsedAt: shownMoment.openapi({ description: 'When it last got an access token: every 15 minutes.' }),
    expiresAt: shownMoment,
    current: z.boolean().openapi({ description: 'Whether it is the one that asks.' }),
  })
  .openapi('Session');

const present = (session: Session, current: SessionId) => ({
  id: session.id,
  device: deviceOf(session.userAgent),
  userAgent: session.userAgent,
  address: session.address,
  createdAt: session.createdAt,
  lastUsedAt: session.lastUsedAt,
  expiresAt: session.expiresAt,
  current: session.id === current,
});

export type MySessionRoutesDeps = {
  readonly listMySessions: ListMySessions;
  readonly readMySession: ReadMySession;
  readonly endMySession: EndMySession;
  readonly endMyOtherSessions: EndMyOtherSessions;
  readonly cursors: Cursors;
};

/** Whoever asks, about where they are signed in. */
export const mySessionRoutes = (deps: MySessionRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/me/sessions',
    operationId: 'listMySessions',
    tag: 'Identity',
    summary: 'List where one is signed in, newest first',
    inPerson: true,
    inputs: { query: z.strictObject({ limit, cursor }) },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(SessionSchema), nextCursor: z.string().nullable() })
          .openapi('SessionList'),
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query, caller }) => {
      const bound = `sessions ${caller.user.id}`;
      const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
      const { items, next } = await deps.listMySessions({ after, limit: query.limit }, caller);
      return json(200, {
        items: items.map((session) => present(session, caller.session)),
        nextCursor: next === undefined ? null : deps.cursors.seal(bound, next),
      });
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/me/sessions/{id}',
    operationId: 'endMySession',
    tag: 'Identity',
    summary: 'End one of one’s sessions at once, with its live connections',
    description: 'Also the one that asks, which is the same as signing out.',
    inPerson: true,
    inputs: { params: z.object({ id: sessionId.openapi({ description: 'The id of a session.' }) }) },
    answers: { 204: { description: 'Ended, on every node.' } },
    exists: async ({ params, caller }) => (await deps.readMySession(params.id, caller)) !== undefined,
    handle: async ({ params, caller }) => {
      const ended = await deps.endMySession(params.id, caller);
      return ended.ok ? empty(204) : raise(ended.refusal);
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/me/sessions',
    operationId: 'endMyOtherSessions',
    tag: 'Identity',
    summary: 'End all of one’s sessions but this one',
    description: 'At once, with their live connections. Access tokens are no sessions, and stay.',
    inPerson: true,
    inputs: {},
    answers: { 204: { description: 'Ended, on every node.' } },
    handle: async ({ caller }) => {
      await deps.endMyOtherSessions(caller);
      return empty(204);
    },
  }),
];
