import { defaultQueueName } from '#domain/queues/queue.ts';
import { openNode } from '../../support/database.ts';
import { bea, ben, carla, dora, lena, paul } from '../../support/people.ts';

/** Everybody who uses the Hexdesk on trial. */
export const people = { carla, paul, dora, ben, bea, lena } as const;
export type Person = keyof typeof people;

/** Dora's mail server knows nobody of her name. */
export const customers = ['carla', 'paul', 'dora'] as const;
export const agents = ['ben', 'bea', 'lena'] as const;

export const emailOf = (person: Person): string => `${person}@example.org`;

export const password = 'correct horse battery staple';
export const adminEmail = 'first.admin@example.org';

const roles = { ben: 'agent', bea: 'agent', lena: 'lead' } as const;

/** Adds everybody to a database that a Hexdesk has made, with the password of its first admin. */
export const addPeople = async (databaseUrl: string): Promise<void> => {
  const { database, session } = await openNode(databaseUrl);
  try {
    await session.transaction(async () => {
      const db = session.db();
      const admin = await db.selectFrom('users').selectAll().executeTakeFirstOrThrow();
      const queue = await db
        .selectFrom('queues')
        .select('id')
        .where('name', '=', defaultQueueName)
        .executeTakeFirstOrThrow();
      for (const [name, { id }] of Object.entries(people)) {
        await db
          .insertInto('users')
          .values({ ...admin, id, email: `${name}@example.org`, first_name: name, last_name: 'Example' })
          .execute();
        await db.insertInto('grants').values({ user_id: id, role: 'customer', queue_id: '' }).execute();
      }
      for (const person of agents) {
        const grant = { user_id: people[person].id, role: roles[person], queue_id: queue.id };
        await db.insertInto('grants').values(grant).execute();
      }
    });
  } finally {
    await database.orm.close(true);
  }
};
