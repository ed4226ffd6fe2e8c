import type { MacroAction } from '#domain/automation/macro.ts';
import { mostActions } from '#domain/automation/macro.ts';
import type { Keeper, Shortcut } from '#domain/automation/shortcut.ts';
import {
  isTemplateVariable,
  longestTemplate,
  mostVariables,
  namesIn,
  templateVariables,
} from '#domain/automation/template.ts';
import { isUuid, QueueId, ShortcutId, type UserId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { customFields, shownFieldChanges } from './field-value.ts';
import { categoryId, line, queueId, shownId, shownName, statusLabelId, text, userId, z } from './schemas.ts';

const fail = (context: z.RefinementCtx, code: string, message: string): void =>
  context.addIssue({ code: 'custom', message, params: { code } });

/** A text with variables; what it names must exist. */
export const templateText = text({ min: 1, max: longestTemplate })
  .superRefine((raw, context) => {
    const names = namesIn(raw);
    if (raw.trim() === '') fail(context, 'blank', 'must not be blank');
    if (names.length > mostVariables)
      fail(context, 'too-many-variables', `must have at most ${mostVariables} variables`);
    for (const name of new Set(names)) {
      if (isTemplateVariable(name)) continue;
      fail(context, 'unknown-variable', `there is no variable ${name.slice(0, 100)}`);
    }
  })
  .openapi({
    minLength: 1,
    maxLength: longestTemplate,
    description: `A text with variables between double braces: ${templateVariables.map((name) => `\`${name}\``).join(', ')}.`,
    example: 'Hello {{requester.firstName}}, we look into it. {{agent.name}}',
  });

const shortcutId = z
  .string()
  .transform((raw, context): ShortcutId => {
    const id = raw.toLowerCase();
    if (isUuid(id)) return ShortcutId(id);
    fail(context, 'invalid-id', 'must be a UUID');
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'uuid' });

export { shortcutId };

export const shortcutName = shownName({ min: 1, max: 100 });

/** For whom it is kept; who `own` is, the caller says. */
export const keeperFor = z
  .string()
  .transform((raw, context): ((user: UserId) => Keeper) => {
    const [kind, id = '', ...rest] = raw.split(':');
    if (raw === 'own') return (user) => ({ kind: 'own', user });
    if (raw === 'global') return () => ({ kind: 'global' });
    if (kind === 'queue' && rest.length === 0 && isUuid(id.toLowerCase()))
      return () => ({ kind: 'queue', queue: QueueId(id.toLowerCase()) });
    fail(context, 'invalid-scope', 'must be own, global or queue:<id>');
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    pattern: '^(own|global|queue:.+)$',
    description: '`own`: for yourself; `queue:<id>`: for those who work there; `global`: for all staff.',
    example: 'own',
  });

const tags = z.array(line({ min: 1, max: 50 })).max(50);
const assignee = z
  .union([z.enum(['me', 'none']), userId])
  .openapi({ description: '`me`, `none` or the id of a person.' });

/** One thing that a macro does, as it is sent. */
export const MacroActionSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('reply'), text: templateText }),
    z.strictObject({ type: z.literal('note'), text: templateText }),
    z.strictObject({ type: z.literal('set-status'), status: z.enum(statuses) }),
    z.strictObject({ type: z.literal('set-status-label'), statusLabelId: statusLabelId.nullable() }),
    z.strictObject({ type: z.literal('set-priority'), priority: z.enum(priorities) }),
    z.strictObject({ type: z.literal('set-category'), categoryId: categoryId.nullable() }),
    z.strictObject({ type: z.literal('set-tags'), tags }),
    z.strictObject({ type: z.literal('add-tags'), tags: tags.min(1) }),
    z.strictObject({ type: z.literal('set-custom-fields'), customFields }),
    z.strictObject({ type: z.literal('assign'), assigneeId: assignee }),
    z.strictObject({ type: z.literal('move'), queueId }),
  ])
  .openapi('MacroAction');

export const macroActions = z
  .array(MacroActionSchema)
  .min(1)
  .max(mostActions)
  .transform((actions) => actions.map(toAction))
  .openapi({ description: 'Taken in this order, but for moving, which comes last.' });

const toAction = (action: z.output<typeof MacroActionSchema>): MacroAction => {
  switch (action.type) {
    case 'assign':
      return { type: 'assign', to: action.assigneeId };
    case 'set-category':
      return { type: action.type, category: action.categoryId };
    case 'set-status-label':
      return { type: action.type, statusLabel: action.statusLabelId };
    case 'move':
      return { type: 'move', queue: action.queueId };
    default:
      return action;
  }
};

/** What answers show of an action. */
export const ShownActionSchema = z
  .object({
    type: z.enum([
      'reply',
      'note',
      'set-status',
      'set-status-label',
      'set-priority',
      'set-category',
      'set-tags',
      'add-tags',
      'set-custom-fields',
      'assign',
      'move',
    ]),
    text: z.string().optional(),
    status: z.enum(statuses).optional(),
    statusLabelId: shownId.nullable().optional(),
    priority: z.enum(priorities).optional(),
    categoryId: shownId.nullable().optional(),
    tags: z.array(z.string()).optional(),
    customFields: shownFieldChanges.optional(),
    assigneeId: z.string().optional(),
    queueId: shownId.optional(),
  })
  .openapi('ShownMacroAction');

/** An action as it was sent. */
export const presentAction = (action: MacroAction) => {
  switch (action.type) {
    case 'assign':
      return { type: action.type, assigneeId: action.to };
    case 'set-category':
      return { type: action.type, categoryId: action.category };
    case 'set-status-label':
      return { type: action.type, statusLabelId: action.statusLabel };
    case 'move':
      return { type: action.type, queueId: action.queue };
    default:
      return { ...action };
  }
};

const kept = { id: shownId, name: z.string(), scope: z.string() };

export const CannedReplySchema = z.object({ ...kept, text: z.string() }).openapi('CannedReply');
export const MacroSchema = z.object({ ...kept, actions: z.array(ShownActionSchema) }).openapi('Macro');

const scopeOf = (keeper: Keeper): string => (keeper.kind === 'queue' ? `queue:${keeper.queue}` : keeper.kind);

/** A shortcut as whoever may use it sees it. */
export const presentShortcut = (shortcut: Shortcut) => {
  const { id, name, keeper } = shortcut;
  const shown = { id, name, scope: scopeOf(keeper) };
  return shortcut.kind === 'macro'
    ? { ...shown, actions: shortcut.actions.map(presentAction) }
    : { ...shown, text: shortcut.text };
};
