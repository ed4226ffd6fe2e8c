import { billing } from '../queues.ts';
import type { FactBody, MessageBody, PageBody, SummaryBody, TicketBody } from './bodies.ts';
import type { Client } from './client.ts';

/** A ticket that somebody raises in billing, unless the test says otherwise. */
export const raisedBy = async (somebody: Client, facts: object = {}): Promise<TicketBody> => {
  const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id, ...facts };
  const raised = await somebody.post<TicketBody>('/v1/tickets', wanted);
  if (raised.status !== 201) throw new Error(`not raised: ${raised.text}`);
  return raised.body;
};

/** The path of a ticket. */
export const at = ({ id }: Pick<TicketBody, 'id'>): string => `/v1/tickets/${id}`;

/** A ticket as somebody sees it now. */
export const seenBy = async (somebody: Client, ticket: Pick<TicketBody, 'id'>): Promise<TicketBody> =>
  (await somebody.get<TicketBody>(at(ticket))).body;

/** The first hundred facts that somebody may know of a ticket. */
export const factsFor = async (
  somebody: Client,
  ticket: Pick<TicketBody, 'id'>,
): Promise<readonly FactBody[]> =>
  (await somebody.get<PageBody<FactBody>>(`${at(ticket)}/facts?limit=100`)).body.items;

/** The first hundred messages that somebody may read of a ticket. */
export const threadFor = async (
  somebody: Client,
  ticket: Pick<TicketBody, 'id'>,
): Promise<readonly MessageBody[]> =>
  (await somebody.get<PageBody<MessageBody>>(`${at(ticket)}/messages?limit=100`)).body.items;

/** Every ticket that somebody may see. */
export const ticketsOf = async (somebody: Client): Promise<readonly SummaryBody[]> =>
  (await somebody.get<PageBody<SummaryBody>>('/v1/tickets?limit=100')).body.items;
