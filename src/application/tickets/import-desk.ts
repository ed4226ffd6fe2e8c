import { type Category, categoryAt } from '#domain/categories/category.ts';
import type { CustomField } from '#domain/fields/custom-field.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import type { StatusLabel } from '#domain/labels/status-label.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { type TicketId, UserId } from '#domain/shared/ids.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { PersonRecord, TicketRecord } from '../ports/ticket-record.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

/** What tickets from elsewhere find here: those that came before them, queues and people. */
export type ImportDesk = {
  ticketNamed(externalId: string): TicketId | undefined;
  queueNamed(name: string): Queue | undefined;
  /** Archived ones, too: the ticket was given it once. */
  categoryAt(path: readonly string[]): Category | undefined;
  labelNamed(name: string, status: Status): StatusLabel | undefined;
  /** Every custom field there is here. */
  readonly fields: readonly CustomField[];
  personAt(email: EmailAddress): User | undefined;
  /** Somebody known by address alone from now on: they can prove it is theirs by registering. */
  newcomer(person: PersonRecord): User;
  /** Remembers a ticket that comes in, and whom it makes known. */
  keep(externalId: string, id: TicketId, newcomers: readonly User[]): void;
  /** Everybody made known so far. */
  newcomers(): readonly User[];
};

type Deps = { readonly clock: Clock; readonly ids: IdSource };

/** Looks up, at once, everything that these tickets name. */
export const importDesk = async (
  tx: Transaction,
  records: readonly TicketRecord[],
  { clock, ids }: Deps,
): Promise<ImportDesk> => {
  const known = new Map(await tx.imports.known(namesIn(records)));
  const people = new Map((await tx.imports.people(addressesIn(records))).map((user) => [user.email, user]));
  const queues = new Map<string, Queue | undefined>();
  for (const name of new Set(records.map(({ queue }) => queue))) {
    queues.set(name, await tx.queues.named(name));
  }
  const categories = await tx.categories.recent();
  const labels = await tx.statusLabels.recent();
  const newcomers: User[] = [];
  return {
    ticketNamed: (externalId) => known.get(externalId),
    queueNamed: (name) => queues.get(name),
    categoryAt: (path) => categoryAt(path, categories),
    labelNamed: (name, status) => labels.find((one) => one.name === name && one.status === status),
    fields: await tx.customFields.recent(),
    personAt: (email) => people.get(email),
    newcomer: (person) => ({
      ...person,
      id: UserId(ids.next()),
      status: 'unverified',
      grants: [customerGrant],
      createdAt: clock.now(),
    }),
    keep(externalId, id, madeKnown) {
      known.set(externalId, id);
      for (const user of madeKnown) people.set(user.email, user);
      newcomers.push(...madeKnown);
    },
    newcomers: () => newcomers,
  };
};

const namesIn = (records: readonly TicketRecord[]): readonly string[] => [
  ...new Set(
    records.flatMap(({ externalId, followUpOf }) => [externalId, ...(followUpOf ? [followUpOf] : [])]),
  ),
];

const addressesIn = (records: readonly TicketRecord[]): readonly EmailAddress[] => [
  ...new Set(
    records.flatMap(({ requester, participants, assignee, messages }) => [
      requester.email,
      ...participants.map(({ email }) => email),
      ...(assignee === undefined ? [] : [assignee]),
      ...messages.flatMap(({ author }) => (author === undefined ? [] : [author.email])),
    ]),
  ),
];
