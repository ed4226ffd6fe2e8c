import type { Past, PastMessage } from '#domain/tickets/past.ts';
import { ben, carla, paul } from './people.ts';
import { billing } from './queues.ts';
import { later, messageId, noon, subject, ticketId } from './tickets.ts';

/** A message so many milliseconds after noon. */
export type Said = {
  readonly after: number;
  readonly by: 'customer' | 'staff' | 'machine';
  readonly note?: boolean;
};

const customer = { id: carla.id, isStaff: false };
const staff = { id: ben.id, isStaff: true };
const authors = { customer, staff, machine: undefined };

/** A message of the thread. */
export const said = ({ after, by, note = false }: Said, index: number): PastMessage => ({
  id: messageId(index + 1),
  kind: note ? 'internal' : 'public',
  author: authors[by],
  body: `Message ${index + 1}`,
  at: later(after),
});

/** Carla's ticket as it lived elsewhere, but for what matters to a test. */
export const pastWith = ({
  said: rest = [],
  ...facts
}: Partial<Past> & { readonly said?: readonly Said[] } = {}): Past => ({
  id: ticketId(1),
  externalId: 'OLD-1',
  subject: subject('Charged twice'),
  requester: carla.id,
  participants: [paul.id],
  queue: billing.id,
  category: undefined,
  statusLabel: undefined,
  assignee: undefined,
  priority: 'high',
  fields: {},
  staffFields: {},
  tags: ['vip'],
  status: 'new',
  openedAt: noon,
  updatedAt: undefined,
  solvedAt: undefined,
  closedAt: undefined,
  waitUntil: undefined,
  customerWaiting: false,
  original: undefined,
  messages: [{ after: 0, by: 'customer' } as const, ...rest].map(said),
  ...facts,
});
