import type {
  Content,
  DeleteShortcut,
  ListShortcuts,
  MakeShortcut,
  ReadShortcut,
  ReviseShortcut,
} from '#application/automation/shortcuts.ts';
import type { ShortcutRefusal } from '#domain/automation/refusal.ts';
import type { ShortcutKind } from '#domain/automation/shortcut.ts';
import type { Problem } from '../../wire/problem.ts';
import { breach } from '../../wire/refusal-problem.ts';
import { cursor, limit, z } from '../../wire/schemas.ts';
import {
  CannedReplySchema,
  keeperFor,
  MacroSchema,
  macroActions,
  presentShortcut,
  shortcutId,
  shortcutName,
  templateText,
} from '../../wire/shortcut.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

export type ShortcutRoutesDeps = {
  readonly listShortcuts: ListShortcuts;
  readonly readShortcut: ReadShortcut;
  readonly makeShortcut: MakeShortcut;
  readonly reviseShortcut: ReviseShortcut;
  readonly deleteShortcut: DeleteShortcut;
  readonly cursors: Cursors;
};

const params = z.object({ id: shortcutId.openapi({ description: 'Its id.' }) });

const shortcutProblem = (refusal: ShortcutRefusal): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'name-taken':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'unknown-scope':
      return breach('scope', refusal.code, 'must name a queue that exists');
  }
};

const mustChange = {
  message: 'must change something',
  params: { code: 'empty' },
};

const kinds = {
  'canned-reply': {
    path: '/v1/canned-replies',
    one: 'CannedReply',
    many: 'CannedReplies',
    words: 'canned reply',
    shown: CannedReplySchema,
    making: z
      .strictObject({ name: shortcutName, scope: keeperFor, text: templateText })
      .transform(({ text, ...kept }) => ({ ...kept, content: { kind: 'canned-reply', text } as Content }))
      .openapi('NewCannedReply'),
    changing: z
      .strictObject({ name: shortcutName.optional(), text: templateText.optional() })
      .refine((sent) => Object.keys(sent).length > 0, mustChange)
      .transform(({ name, text }) => ({
        name,
        content: text === undefined ? undefined : ({ kind: 'canned-reply', text } as Content),
      }))
      .openapi('CannedReplyRevision'),
  },
  macro: {
    path: '/v1/macros',
    one: 'Macro',
    many: 'Macros',
    words: 'macro',
    shown: MacroSchema,
    making: z
      .strictObject({ name: shortcutName, scope: keeperFor, actions: macroActions })
      .transform(({ actions, ...kept }) => ({ ...kept, content: { kind: 'macro', actions } as Content }))
      .openapi('NewMacro'),
    changing: z
      .strictObject({ name: shortcutName.optional(), actions: macroActions.optional() })
      .refine((sent) => Object.keys(sent).length > 0, mustChange)
      .transform(({ name, actions }) => ({
        name,
        content: actions === undefined ? undefined : ({ kind: 'macro', actions } as Content),
      }))
      .openapi('MacroRevision'),
  },
} as const;

/** Canned replies and macros, each with the same five routes. */
export const shortcutRoutes = (deps: ShortcutRoutesDeps): readonly Route[] => [
  ...routesOf(deps, 'canned-reply'),
  ...routesOf(deps, 'macro'),
];

const routesOf = (deps: ShortcutRoutesDeps, kind: ShortcutKind): readonly Route[] => {
  const { path, one, many, words, shown, making, changing } = kinds[kind];
  const exists = async ({ params: { id }, caller }: Named<z.output<typeof params>>): Promise<boolean> =>
    (await deps.readShortcut({ kind, id }, caller.actor)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path,
      operationId: `list${many}`,
      tag: 'Shortcuts',
      summary: `List each ${words} you may use`,
      description: 'Your own, those of the queues you work in, and those for all staff, oldest first.',
      inputs: { query: z.strictObject({ limit, cursor }) },
      answers: {
        200: {
          description: 'A page.',
          schema: z
            .object({ items: z.array(shown), nextCursor: z.string().nullable() })
            .openapi(`${one}List`),
        },
      },
      problems: ['not-permitted', 'invalid-cursor'],
      handle: async ({ query, caller }) => {
        const bound = `${kind} ${caller.actor.id}`;
        const after = query.cursor === undefined ? '' : String(deps.cursors.open(bound, query.cursor));
        const found = await deps.listShortcuts({ kind, after, limit: query.limit }, caller.actor);
        if (!found.ok) return raise(shortcutProblem(found.refusal));
        const { items, next } = found.outcome;
        const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
        return json(200, { items: items.map(presentShortcut), nextCursor });
      },
    }),
    signedInRoute({
      method: 'post',
      path,
      operationId: `make${one}`,
      tag: 'Shortcuts',
      summary: `Make a ${words}`,
      description: 'For yourself; for a queue or for all takes the right `macro:manage` there.',
      idempotent: true,
      inputs: { body: making },
      answers: { 201: { description: 'Made.', schema: shown, headers: { Location: 'Where it is.' } } },
      problems: ['not-permitted', 'name-taken'],
      handle: async ({ body, caller }) => {
        const { name, scope, content } = body;
        const wanted = { ...content, name, keeper: scope(caller.actor.id) };
        const made = await deps.makeShortcut(wanted, caller.actor);
        if (!made.ok) return raise(shortcutProblem(made.refusal));
        return json(201, presentShortcut(made.outcome), { location: `${path}/${made.outcome.id}` });
      },
    }),
    signedInRoute({
      method: 'get',
      path: `${path}/{id}`,
      operationId: `read${one}`,
      tag: 'Shortcuts',
      summary: `Read a ${words}`,
      inputs: { params },
      answers: { 200: { description: 'It.', schema: shown } },
      exists,
      handle: async ({ params: { id }, caller }) => {
        const shortcut = await deps.readShortcut({ kind, id }, caller.actor);
        return shortcut ? json(200, presentShortcut(shortcut)) : raise({ code: 'not-found' });
      },
    }),
    signedInRoute({
      method: 'patch',
      path: `${path}/{id}`,
      operationId: `revise${one}`,
      tag: 'Shortcuts',
      summary: `Change a ${words}`,
      inputs: { params, body: changing },
      answers: { 200: { description: 'As it now is.', schema: shown } },
      problems: ['not-permitted', 'name-taken'],
      exists,
      handle: async ({ params: { id }, body, caller }) => {
        const revised = await deps.reviseShortcut({ kind, id, ...body }, caller.actor);
        return revised.ok
          ? json(200, presentShortcut(revised.outcome))
          : raise(shortcutProblem(revised.refusal));
      },
    }),
    signedInRoute({
      method: 'delete',
      path: `${path}/{id}`,
      operationId: `delete${one}`,
      tag: 'Shortcuts',
      summary: `Delete a ${words}`,
      inputs: { params },
      answers: { 204: { description: 'Deleted.' } },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id }, caller }) => {
        const deleted = await deps.deleteShortcut({ kind, id }, caller.actor);
        return deleted.ok ? empty(204) : raise(shortcutProblem(deleted.refusal));
      },
    }),
  ];
};
