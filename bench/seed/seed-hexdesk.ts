import type { Container } from 'inversify';
import { openDatabase } from '#adapters/mikro-orm/database.ts';
import { migrate } from '#adapters/mikro-orm/migrations/migrate.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import { readConfig } from '#bootstrap/config.ts';
import { buildContainer } from '#bootstrap/container.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { defaultQueueName, type Queue } from '#domain/queues/queue.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { loadTickets } from './load-tickets.ts';
import { agents, password, people, userAt } from './people.ts';
import { spotCheck } from './spot-check.ts';

export type Seed = {
  /** An empty database of a MySQL server. */
  readonly databaseUrl: string;
  readonly tickets: number;
  /** Whether customers are to be told by mail, and new tickets acknowledged. */
  readonly mails: boolean;
  readonly secret: string;
};

/** Fills an empty database with what a Hexdesk of half a year would hold, and checks samples of it. */
export const seedHexdesk = async (seed: Seed): Promise<void> => {
  const database = await openDatabase({ url: seed.databaseUrl, poolSize: 4 });
  try {
    await migrate(database);
    const container = buildContainer({
      config: readConfig({ DATABASE_URL: seed.databaseUrl }, false),
      secretKey: secretKey(seed.secret),
      database,
      logger: silent,
    });
    const queue = await peopleAndQueue(container, seed);
    const queues = [{ ...queue, acknowledgement: undefined }];
    await loadTickets({ databaseUrl: seed.databaseUrl, tickets: seed.tickets, queues });
    await spotCheck(container, seed.tickets);
  } finally {
    await database.orm.close();
  }
};

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const peopleAndQueue = async (container: Container, { mails }: Seed): Promise<Queue> => {
  const ids = resolve(container, tokens.ids);
  const hash = await resolve(container, tokens.hasher).hash(password);
  const queue: Queue = {
    id: QueueId(ids.next()),
    name: defaultQueueName,
    defaultPriority: 'normal',
    reopenWindowDays: 7,
    autoCloseDays: 7,
    followUpPolicy: 'follow-up',
    acknowledgement: mails ? 'We have received your request.' : undefined,
    assignment: 'manual',
    capacity: undefined,
    isArchived: false,
  };
  await resolve(container, tokens.unitOfWork).run(async (tx) => {
    await tx.queues.add(queue);
    for (let index = 0; index < people; index += 1) {
      const user = userAt(index, queue, { mails });
      await tx.users.add({ ...user, email: user.email as EmailAddress });
      if (index < agents) await tx.users.setPasswordHash(user.id, hash);
    }
  });
  return queue;
};
