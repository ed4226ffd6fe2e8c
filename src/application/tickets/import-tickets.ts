import type { ValueBreach } from '#domain/fields/field-value.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { MessageId, TicketId, type UserId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import { importTicket } from '#domain/tickets/import.ts';
import type { ImportRefusal } from '#domain/tickets/past.ts';
import { pastValues } from '#domain/tickets/past-values.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { TicketRecord } from '../ports/ticket-record.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type ImportDesk, importDesk } from './import-desk.ts';
import { assigneeOf, isStaff, type PeopleRefusal, peopleOf } from './import-people.ts';

/** Why a ticket was not imported, and which part of it says so. */
export type ImportReason =
  | ImportRefusal
  | PeopleRefusal
  | { readonly path: `customFields.${string}`; readonly code: ValueBreach | 'unknown-field' }
  | { readonly path: 'queue'; readonly code: 'unknown-queue' }
  | { readonly path: 'category'; readonly code: 'unknown-category' }
  /** There is none of this name for the status of the ticket. */
  | { readonly path: 'statusLabel'; readonly code: 'unknown-status-label' }
  | { readonly path: 'followUpOf'; readonly code: 'unknown-original' };

export type ImportOutcome =
  | { readonly outcome: 'imported' }
  /** A ticket of this name is here already; it stays as it is. */
  | { readonly outcome: 'known' }
  | { readonly outcome: 'refused'; readonly reasons: readonly ImportReason[] };

export type ImportTickets = (records: readonly TicketRecord<Subject>[]) => Promise<readonly ImportOutcome[]>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };

/**
 * Brings tickets in from elsewhere, in one transaction and in their order; each that is refused leaves the others
 * alone. For whoever runs Hexdesk: it asks no one's permission.
 */
export const importTickets =
  (deps: Deps): ImportTickets =>
  (records) =>
    deps.unitOfWork.run(async (tx) => {
      const desk = await importDesk(tx, records, deps);
      const changes: Change[] = [];
      const outcomes = records.map((record): ImportOutcome => {
        if (desk.ticketNamed(record.externalId) !== undefined) return { outcome: 'known' };
        const decision = decide(desk, record, deps);
        if (!decision.ok) return { outcome: 'refused', reasons: decision.refusal };
        changes.push(decision.outcome);
        return { outcome: 'imported' };
      });
      if (changes.length > 0) {
        await tx.imports.addPeople(desk.newcomers());
        await tx.imports.add(changes);
        await tx.audit.append({
          action: 'tickets-imported',
          actor: undefined,
          after: { tickets: changes.length, people: desk.newcomers().length },
        });
      }
      return outcomes;
    });

const decide = (
  desk: ImportDesk,
  record: TicketRecord<Subject>,
  { ids, clock }: Deps,
): Decision<Change, readonly ImportReason[]> => {
  const queue = desk.queueNamed(record.queue);
  const original = record.followUpOf === undefined ? undefined : desk.ticketNamed(record.followUpOf);
  const people = peopleOf(desk, record);
  const assignee = assigneeOf(desk, record, queue);
  const values = pastValues(desk.fields, record.customFields);
  const reasons: ImportReason[] = [...people.refusals, ...assignee.refusals];
  if (!values.ok)
    reasons.push(...values.refusal.map(({ key, code }) => ({ path: `customFields.${key}` as const, code })));
  const category = record.category && desk.categoryAt(record.category);
  if (record.category && !category) reasons.push({ path: 'category', code: 'unknown-category' });
  const label = record.statusLabel && desk.labelNamed(record.statusLabel, record.status);
  if (record.statusLabel && !label) reasons.push({ path: 'statusLabel', code: 'unknown-status-label' });
  if (queue === undefined) reasons.push({ path: 'queue', code: 'unknown-queue' });
  if (record.followUpOf !== undefined && original === undefined)
    reasons.push({ path: 'followUpOf', code: 'unknown-original' });
  if (queue === undefined || !values.ok) return refuse(reasons);

  const { externalId, followUpOf: _, customFields: __, ...told } = record;
  const id = TicketId(ids.next());
  const { id: requester, organisation } = people.of(record.requester);
  const decision = importTicket(
    {
      ...told,
      ...values.outcome,
      id,
      externalId,
      requester,
      organisation,
      participants: participantsOf(
        requester,
        record.participants.map((person) => people.of(person).id),
      ),
      queue: queue.id,
      category: category?.id,
      statusLabel: label ? label.id : undefined,
      assignee: assignee.id,
      original,
      messages: record.messages
        .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
        .map(({ kind, author, body, createdAt: at }) => {
          const user = author && people.of(author);
          return {
            id: MessageId(ids.next()),
            kind,
            author: user && { id: user.id, isStaff: user.id !== requester && isStaff(user) },
            body,
            at,
          };
        }),
    },
    { at: clock.now() },
  );
  if (!decision.ok) reasons.push(...decision.refusal);
  if (!decision.ok || reasons.length > 0) return refuse(reasons);
  desk.keep(externalId, id, people.newcomers);
  return accept(decision.outcome);
};

const participantsOf = (requester: UserId, people: readonly UserId[]): readonly UserId[] =>
  [...new Set(people)].filter((id) => id !== requester);
