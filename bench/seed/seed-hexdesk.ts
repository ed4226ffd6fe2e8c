import type { Container } from 'inversify';
import { type Connection, createConnection } from 'mysql2/promise';
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
import { progress } from '../progress.ts';
import { rowLoader } from './load-rows.ts';
import { agents, password, people, userAt } from './people.ts';
import { rowsOf } from './rows.ts';
import { spotCheck } from './spot-check.ts';
import { ticketStory } from './ticket-story.ts';

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
  const connection = await createConnection({
    uri: seed.databaseUrl,
    multipleStatements: true,
    flags: ['+LOCAL_FILES'],
  });
  try {
    await migrate(database);
    const container = buildContainer({
      config: readConfig({ DATABASE_URL: seed.databaseUrl }, false),
      secretKey: secretKey(seed.secret),
      database,
      logger: silent,
    });
    const queue = await peopleAndQueue(container, seed);
    await loadTickets(connection, seed.tickets, queue);
    await spotCheck(container, seed.tickets);
  } finally {
    await connection.end();
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

/** So many tickets are made in memory before they are loaded. */
const batch = 2500;

const loadTickets = async (connection: Connection, tickets: number, queue: Queue): Promise<void> => {
  const begun = performance.now();
  await connection.query(
    'set global local_infile = 1; set session sql_log_bin = 0, foreign_key_checks = 0, unique_checks = 0',
  );
  const into = {
    tickets: rowLoader(connection, 'tickets'),
    facts: rowLoader(connection, 'facts'),
    messages: rowLoader(connection, 'messages'),
  };
  const bar = progress(`seeding ${tickets} tickets`, tickets);
  let position = 0;
  let messages = 0;
  for (let index = 0; index < tickets; index += 1) {
    const rows = rowsOf(ticketStory(index, tickets, { ...queue, acknowledgement: undefined }), {
      number: index + 1,
      position,
    });
    position += rows.facts.length;
    messages += rows.messages.length;
    into.tickets.add(rows.ticket);
    for (const row of rows.facts) into.facts.add(row);
    for (const row of rows.messages) into.messages.add(row);
    if ((index + 1) % batch !== 0 && index + 1 !== tickets) continue;
    for (const loader of Object.values(into)) await loader.flush();
    bar.at(index + 1);
  }
  // every fact is stamped, and the letters about it were written long ago
  await connection.query('insert into counters (name, value) values ?', [
    ['positions', 'relay:letters'].map((name) => [name, position]),
  ]);
  await connection.query('analyze table users, tickets, facts, messages');
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  bar.end(`${messages} messages, ${position} facts, ${seconds} s`);
};
