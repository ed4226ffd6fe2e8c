import { mikroOrmFeed } from '#adapters/mikro-orm/relays/feed.ts';
import { mikroOrmOutboundMail } from '#adapters/mikro-orm/relays/outbound-mail.ts';
import { mikroOrmRelayCursor } from '#adapters/mikro-orm/relays/relay-cursor.ts';
import { mikroOrmSequencer } from '#adapters/mikro-orm/relays/sequencer.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import type { Clock } from '#application/ports/clock.ts';
import { seconds } from '#domain/shared/duration.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from './database.ts';
import { engines } from './engines.ts';
import { identityStoresOn } from './identity-stores.ts';

/** How long a sequencer's lease lasts in tests. */
export const sequencerLeaseMs = seconds(5);

/** Everything that relays need of one node's database. */
export const relaysOn = (node: TestNode, clock: Clock) => {
  const { unitOfWork, mails, secretBox } = identityStoresOn(node, clock);
  const { session } = node;
  const ids = uuidV7Source({ clock });
  return {
    ids,
    unitOfWork,
    tickets: node.stores.reader,
    mails,
    outboundMail: mikroOrmOutboundMail(session, { secretBox, ids }),
    cursor: mikroOrmRelayCursor(session, unitOfWork),
    feed: mikroOrmFeed(session),
    sequencer: mikroOrmSequencer(session, { clock, holder: ids.next(), leaseMs: sequencerLeaseMs }),
  };
};

export type TestRelays = ReturnType<typeof relaysOn>;

/** A database for tests that are about no engine. */
export const openSqlite = (clock: Clock): Promise<TestDatabase> => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('there is no engine');
  return openTestDatabase(sqlite, clock);
};
