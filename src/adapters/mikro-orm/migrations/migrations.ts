import { Migration } from '@mikro-orm/migrations';
import { people } from './0001-people.ts';
import { tickets } from './0002-tickets.ts';
import { relays } from './0003-relays.ts';
import { imports, importsAreThere } from './0004-imports.ts';
import { listsAreFromIndexes, listsFromIndexes } from './0005-lists-from-indexes.ts';
import { accessSteps } from './0006-access.ts';
import { suspensions } from './0007-suspensions.ts';
import { unprovenUsers, unprovenUsersAreFound } from './0007-unproven-users.ts';
import { signIns } from './0008-sign-ins.ts';
import { embeddingSteps } from './0009-embedding.ts';
import { keyRotation, keyRotationIsThere } from './0009-key-rotation.ts';
import { audit, erasures, retention } from './0010-audit.ts';
import { actingInFacts, actingInFactsIsThere } from './0012-acting-in-facts.ts';
import { membersOfQueues, membersOfQueuesAreFound } from './0014-members-of-queues.ts';
import { queueSettings, queueSettingsAreThere } from './0014-queue-settings.ts';
import { unheldTickets, unheldTicketsAreFound } from './0014-unheld-tickets.ts';
import { dueTimesOfTickets } from './0015-due-times.ts';
import { purging } from './0015-purging.ts';
import { readMarkers } from './0017-read-markers.ts';
import { shortcuts } from './0017-shortcuts.ts';
import { assignment, assignmentIsThere } from './0018-assignment.ts';
import { availability, availabilityIsThere } from './0018-availability.ts';
import { countsOfTickets } from './0020-ticket-counts.ts';
import { bulkJobs } from './0021-bulk-jobs.ts';
import { mutedLetters, mutedLettersAreThere } from './0022-muted-letters.ts';
import { categories } from './0023-categories.ts';
import { ticketCategories, ticketCategoriesAreThere } from './0023-ticket-categories.ts';
import { customFields } from './0024-custom-fields.ts';
import { labelsOfTickets, labelsOfTicketsAreThere, statusLabels } from './0024-status-labels.ts';
import { ticketFields, ticketFieldsAreThere } from './0024-ticket-fields.ts';
import { absorbedTickets, absorbedTicketsAreThere } from './0025-absorbed-tickets.ts';
import { ticketLinks, ticketLinksAreThere } from './0026-ticket-links.ts';
import { bulkJobsOfOwners, bulkJobsOfOwnersAreFound } from './0027-bulk-jobs-of-owners.ts';
import { closingDays, closingDaysAreThere } from './0027-closing-days.ts';
import { tombstones } from './0027-tombstones.ts';
import { orderOfTags, orderOfTagsIsThere, placesOfTags } from './0028-order-of-tags.ts';
import { whatOneAsked, whatOneAskedIsFound } from './0028-what-one-asked.ts';
import { pastWhatIsNotWanted, whatIsNotWantedIsPassed } from './0029-past-what-is-not-wanted.ts';
import { authorNames } from './0031-author-names.ts';
import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

type Step = {
  readonly name: string;
  readonly statements: (engine: EngineName) => readonly string[];
  /** For MySQL, which cannot roll DDL back: finds a row when the statements need not run again after a crash. */
  readonly isDone?: string;
};

const making = (name: string, tables: readonly TableDefinition[]): Step => ({
  name,
  statements: (engine) => tables.flatMap((table) => statementsFor(engine, table)),
});

/** Every change of the schema, in order. Forward only: released steps are never edited. */
const steps: readonly Step[] = [
  making('0001-people', people),
  making('0002-tickets', tickets),
  making('0003-relays', relays),
  { name: '0004-imports', statements: imports, isDone: importsAreThere },
  { name: '0005-lists-from-indexes', statements: listsFromIndexes, isDone: listsAreFromIndexes },
  ...accessSteps,
  making('0007-suspensions', suspensions),
  { name: '0007-unproven-users', statements: unprovenUsers, isDone: unprovenUsersAreFound },
  making('0008-sign-ins', signIns),
  { name: '0009-key-rotation', statements: keyRotation, isDone: keyRotationIsThere },
  ...embeddingSteps,
  making('0010-audit', audit),
  making('0010-erasures', erasures),
  making('0010-retention', retention),
  { name: '0012-acting-in-facts', statements: actingInFacts, isDone: actingInFactsIsThere },
  { name: '0014-members-of-queues', statements: membersOfQueues, isDone: membersOfQueuesAreFound },
  { name: '0014-queue-settings', statements: queueSettings, isDone: queueSettingsAreThere },
  { name: '0014-unheld-tickets', statements: unheldTickets, isDone: unheldTicketsAreFound },
  { name: '0015-due-times', statements: dueTimesOfTickets },
  { name: '0015-purging', statements: purging },
  making('0017-read-markers', readMarkers),
  making('0017-shortcuts', shortcuts),
  { name: '0018-assignment', statements: assignment, isDone: assignmentIsThere },
  { name: '0018-availability', statements: availability, isDone: availabilityIsThere },
  { name: '0020-ticket-counts', statements: countsOfTickets },
  making('0021-bulk-jobs', bulkJobs),
  { name: '0022-muted-letters', statements: mutedLetters, isDone: mutedLettersAreThere },
  making('0023-categories', categories),
  { name: '0023-ticket-categories', statements: ticketCategories, isDone: ticketCategoriesAreThere },
  making('0024-custom-fields', customFields),
  { name: '0024-ticket-fields', statements: ticketFields, isDone: ticketFieldsAreThere },
  making('0024-status-labels', statusLabels),
  { name: '0024-labels-of-tickets', statements: labelsOfTickets, isDone: labelsOfTicketsAreThere },
  { name: '0025-absorbed-tickets', statements: absorbedTickets, isDone: absorbedTicketsAreThere },
  { name: '0026-ticket-links', statements: ticketLinks, isDone: ticketLinksAreThere },
  { name: '0027-closing-days', statements: closingDays, isDone: closingDaysAreThere },
  making('0027-tombstones', tombstones),
  { name: '0027-bulk-jobs-of-owners', statements: bulkJobsOfOwners, isDone: bulkJobsOfOwnersAreFound },
  { name: '0028-order-of-tags', statements: orderOfTags, isDone: orderOfTagsIsThere },
  { name: '0028-places-of-tags', statements: placesOfTags },
  { name: '0028-what-one-asked', statements: whatOneAsked, isDone: whatOneAskedIsFound },
  {
    name: '0029-past-what-is-not-wanted',
    statements: pastWhatIsNotWanted,
    isDone: whatIsNotWantedIsPassed,
  },
  { name: '0031-author-names', statements: authorNames },
];

/** The names of all steps, in order. */
export const stepNames = steps.map(({ name }) => name);

/** The steps as MikroORM's migrator wants them. */
export const migrationsFor = (engine: EngineName) =>
  steps.map(({ name, statements, isDone }) => ({
    name,
    class: class extends Migration {
      override async up(): Promise<void> {
        if (engine === 'mysql' && isDone !== undefined && (await this.execute(isDone)).length > 0) return;
        for (const statement of statements(engine)) this.addSql(statement);
      }
    },
  }));
