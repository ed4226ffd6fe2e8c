import type { Sending } from '../../../support/http/client.ts';
import { bea } from '../../../support/people.ts';
import { messageId } from '../../../support/tickets.ts';
import { attic } from './people.ts';
import { neighbour, pressing } from './tickets.ts';

type Operation = { readonly method: string; readonly path: string; readonly sending: Sending };

const sent = (body: unknown): Sending => ({ body });
const patch = (body: object): Operation => ({ method: 'PATCH', path: '', sending: sent(body) });
const post = (path: string, body?: object): Operation => ({
  method: 'POST',
  path,
  sending: body === undefined ? {} : sent(body),
});
const get = (path: string): Operation => ({ method: 'GET', path, sending: {} });

/** Each operation on a ticket as a request that is right in itself; paths go on behind that of the ticket. */
export const operations: Readonly<Record<string, Operation>> = {
  read: get('?include=messages'),
  messages: get('/messages'),
  facts: get('/facts'),
  reply: post('/messages', { body: 'Hello.' }),
  'write-note': post('/messages', { kind: 'internal', body: 'Hm.' }),
  rename: patch({ subject: 'Refund missing' }),
  prioritise: patch({ priority: 'urgent' }),
  retag: patch({ tags: ['refund'] }),
  move: patch({ queueId: attic.id }),
  'set-pending': patch({ status: 'pending' }),
  solve: patch({ status: 'solved' }),
  close: post('/close'),
  delete: { method: 'DELETE', path: '', sending: {} },
  'mark-spam': patch({ status: 'spam' }),
  redact: post(`/messages/${messageId(1)}/redact`),
  claim: post('/claim'),
  release: post('/release'),
  assign: { method: 'PUT', path: '/assignee', sending: sent({ userId: bea.id }) },
  steal: post('/steal'),
  'apply-macro': post('/macros', { macroId: pressing }),
  links: get('/links'),
  link: post('/links', { ticketId: neighbour, kind: 'related' }),
  merge: post('/merge', { into: neighbour }),
  'undo-merge': post('/merge/undo'),
  reopen: post('/reopen'),
  'reopen-closed': post('/reopen'),
};
