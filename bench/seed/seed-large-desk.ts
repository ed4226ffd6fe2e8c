import type { Container } from 'inversify';
import { openDatabase } from '#adapters/mikro-orm/database.ts';
import { migrate } from '#adapters/mikro-orm/migrations/migrate.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import { readConfig } from '#bootstrap/config.ts';
import { buildContainer } from '#bootstrap/container.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { grantsFor, type User } from '#domain/identity/user.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { QueueId, type UserId } from '#domain/shared/ids.ts';
import { beginning, queueIdOf, userIdOf } from './ids.ts';
import { actors, customersOf, queueCount, staff } from './large-desk.ts';
import { linesOf, loadLines } from './load-rows.ts';
import { loadingConnection, loadTickets } from './load-tickets.ts';
import { emailOf, password } from './people.ts';
import { spotCheck } from './spot-check.ts';

export type LargeDesk = {
  /** An empty database of a MySQL server. */
  readonly databaseUrl: string;
  readonly tickets: number;
  readonly secret: string;
};

const everybodyCame = new Date(beginning - 86_400_000);

export const queues: readonly Queue[] = Array.from({ length: queueCount }, (_, place) => ({
  id: QueueId(queueIdOf(place)),
  name: `Queue ${place + 1}`,
  defaultPriority: 'normal',
  reopenWindowDays: 7,
  autoCloseDays: 7,
  followUpPolicy: 'follow-up',
  acknowledgement: undefined,
  assignment: 'manual',
  capacity: undefined,
  isArchived: false,
}));

/** Fills an empty database with a desk of forty queues, and checks samples of it. */
export const seedLargeDesk = async ({ databaseUrl, tickets, secret }: LargeDesk): Promise<void> => {
  const database = await openDatabase({ url: databaseUrl, poolSize: 4 });
  try {
    await migrate(database);
    const container = buildContainer({
      config: readConfig({ DATABASE_URL: databaseUrl }, false),
      secretKey: secretKey(secret),
      database,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    await addStaff(container);
    await loadCustomers(databaseUrl, tickets);
    await loadTickets({ databaseUrl, tickets, queues });
    // nothing has counted what was loaded
    await resolve(container, tokens.ticketCounts).correct(new Date(), 1);
    await spotCheck(container, tickets);
  } finally {
    await database.orm.close();
  }
};

/** Gives a desk that was seeded by an older Hexdesk the schema of today, however long that takes. */
export const renewDesk = async (databaseUrl: string): Promise<void> => {
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  await migrate(database).finally(() => database.orm.close());
};

const addStaff = async (container: Container): Promise<void> => {
  const hash = await resolve(container, tokens.hasher).hash(password);
  const signingIn = new Set<number>(Object.values(actors));
  const people: readonly User[] = [
    userWith(actors.admin, grantsFor('admin', [])),
    ...staff.map(({ index, queues: places }) =>
      userWith(
        index,
        grantsFor(
          'agent',
          places.map((place) => QueueId(queueIdOf(place))),
        ),
      ),
    ),
    userWith(actors.customer, grantsFor('customer', [])),
    userWith(actors['big customer'], grantsFor('customer', [])),
  ];
  const ids = new Set<UserId>([...signingIn].map(userIdOf));
  await resolve(container, tokens.unitOfWork).run(async (tx) => {
    for (const queue of queues) await tx.queues.add(queue);
    for (const user of people) {
      await tx.users.add(user);
      if (ids.has(user.id)) await tx.users.setPasswordHash(user.id, hash);
    }
  });
};

/** Nobody is told by mail but those whom the load comes from. */
const userWith = (index: number, grants: User['grants']): User => {
  const email = parseEmailAddress(emailOf(index));
  if (email === undefined) throw new TypeError(`no address: ${emailOf(index)}`);
  return {
    id: userIdOf(index),
    email,
    firstName: 'User',
    lastName: String(index),
    status: Object.values<number>(actors).includes(index) ? 'active' : 'suspended',
    grants,
    createdAt: everybodyCame,
  };
};

/** They come in bulk, but for the two who sign in. */
const loadCustomers = async (databaseUrl: string, tickets: number): Promise<void> => {
  const { first, count } = customersOf(tickets);
  const signingIn = new Set<number>(Object.values(actors));
  const indexes = Array.from({ length: count }, (_, offset) => first + offset).filter(
    (index) => !signingIn.has(index),
  );
  const createdAt = everybodyCame.toISOString().slice(0, 23).replace('T', ' ');
  const connection = await loadingConnection(databaseUrl);
  try {
    await loadLines(
      connection,
      'users',
      linesOf(
        indexes.map((index) => ({
          id: userIdOf(index),
          email: emailOf(index),
          first_name: 'User',
          last_name: index,
          status: 'suspended',
          created_at: createdAt,
        })),
      ),
    );
    await loadLines(
      connection,
      'grants',
      linesOf(indexes.map((index) => ({ user_id: userIdOf(index), role: 'customer', queue_id: '' }))),
    );
  } finally {
    await connection.end();
  }
};
