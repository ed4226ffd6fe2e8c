import type { TemplateValues } from '#domain/automation/template.ts';
import { displayName } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Found } from '../tickets/change-ticket.ts';

type Name = { readonly firstName: string; readonly lastName: string };

/** What the variables of a template stand for on this ticket, when this person uses it. */
export const templateValues = async ({ tx, stored }: Found, agent: UserId): Promise<TemplateValues> => {
  const { ticket, number } = stored;
  const users = await tx.users.among([ticket.requester, agent]);
  const nameOf = (id: UserId): Name =>
    users.find((user) => user.id === id) ?? { firstName: '', lastName: '' };
  const [theirs, own] = [nameOf(ticket.requester), nameOf(agent)];
  return {
    'ticket.number': String(number),
    'ticket.subject': ticket.subject,
    'requester.firstName': theirs.firstName,
    'requester.lastName': theirs.lastName,
    'requester.name': displayName(theirs),
    'agent.firstName': own.firstName,
    'agent.lastName': own.lastName,
    'agent.name': displayName(own),
  };
};
