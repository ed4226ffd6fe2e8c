import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '#adapters/mikro-orm/session.ts';
import { withDatabase } from '../check/with-database.ts';
import type { Witness } from '../load/witness.ts';
import type { HexdeskNode } from '../machine/hexdesk-node.ts';

/** How soon everything works again once what was broken is whole. */
export const recoveryMs = 15_000;

export type Recovery = { readonly tookMs: number; readonly complaints: readonly string[] };

/** Waits until every node has written something, and what was written before has its place in the feed. */
export const recovery = async (
  databaseUrl: string,
  { nodes, heard }: { readonly nodes: readonly HexdeskNode[]; readonly heard: Witness },
): Promise<Recovery> => {
  const since = Date.now();
  const deadline = since + recoveryMs;
  const up = nodes.filter(({ isUp }) => isUp);
  const silent = () => up.filter(({ url }) => heard.lastAcknowledged(url) <= since);
  while (silent().length > 0 && Date.now() < deadline) await pause(50);
  const complaints = silent().map(() => 'a node has acknowledged nothing since');
  const unplaced = await withDatabase(databaseUrl, async (session) => {
    for (;;) {
      const count = await unplacedBefore(session, since);
      if (count === 0 || Date.now() > deadline) return count;
      await pause(100);
    }
  });
  return {
    tookMs: Date.now() - since,
    complaints: unplaced === 0 ? complaints : [...complaints, `${unplaced} facts still have no position`],
  };
};

const unplacedBefore = (session: Session, moment: number): Promise<number> =>
  session.read(async (db) => {
    const rows = await db
      .selectFrom('facts')
      .select('id')
      .where('position', 'is', null)
      .where('at', '<', session.dialect.toMoment(new Date(moment)))
      .execute();
    return rows.length;
  });
