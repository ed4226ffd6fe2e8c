import { toGrantRows } from '#adapters/mikro-orm/identity/user-mapping.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { TestNode } from './database.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from './people.ts';
import { billing, shipping } from './queues.ts';
import { noon } from './tickets.ts';

const cast = { carla, paul, dora, ben, bea, sam, lena, ada, nobody } satisfies Record<string, Actor>;

/** Adds the queues and everybody the stories are about, with their grants: Carla Example, carla@example.org, … */
export const addTheCast = ({ session, stores }: TestNode): Promise<void> =>
  session.transaction(async () => {
    for (const queue of [billing, shipping]) await stores.queues.add(queue);
    const people = Object.entries(cast);
    await session
      .db()
      .insertInto('users')
      .values(
        people.map(([name, { id }]) => ({
          id,
          email: `${name}@example.org`,
          first_name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
          last_name: 'Example',
          status: 'active',
          password_hash: null,
          created_at: session.dialect.toMoment(noon),
        })),
      )
      .execute();
    await session
      .db()
      .insertInto('grants')
      .values(people.flatMap(([, { id, grants }]) => toGrantRows(id, grants)))
      .execute();
  });
