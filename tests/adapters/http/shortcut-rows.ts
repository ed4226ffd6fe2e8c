import { billing } from '../../support/queues.ts';
import type { RouteRow } from './route-rows.ts';

const onTicket = { names: 'ticket', hiddenFrom: ['dora', 'sam', 'nobody'] } as const;
const strangers = { hiddenFrom: ['carla', 'dora', 'sam', 'nobody'] } as const;
const ofAll = { name: 'Ask for the invoice', scope: 'global' } as const;
const action = { type: 'note', text: 'Asked for the invoice' } as const;

const rowsOf = (names: 'macro' | 'canned-reply', one: string, many: string, content: object) =>
  ({
    [`list${many}`]: { forbiddenTo: ['carla', 'nobody'] },
    [`make${one}`]: { body: { ...ofAll, ...content }, forbiddenTo: ['carla', 'ben', 'lena', 'nobody'] },
    [`read${one}`]: {
      ...strangers,
      names,
      forbiddenTo: { nobodyBecause: 'whoever may use it may read it' },
    },
    [`revise${one}`]: { ...strangers, names, body: { name: 'Another' }, forbiddenTo: ['ben'] },
    [`delete${one}`]: { ...strangers, names, forbiddenTo: ['ben'] },
  }) as const satisfies Readonly<Record<string, RouteRow>>;

/** Who may use and keep canned replies and macros. */
export const shortcutRows: Readonly<Record<string, RouteRow>> = {
  ...rowsOf('macro', 'Macro', 'Macros', { actions: [action] }),
  ...rowsOf('canned-reply', 'CannedReply', 'CannedReplies', { text: 'Please send us the invoice' }),
  applyMacro: { ...onTicket, body: { macroId: billing.id }, forbiddenTo: ['carla'] },
  previewMacro: { ...onTicket, forbiddenTo: ['carla'] },
  previewCannedReply: { ...onTicket, forbiddenTo: ['carla'] },
};
