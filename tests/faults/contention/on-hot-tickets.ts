import { mikroOrmTicketCounts } from '#adapters/mikro-orm/queues/ticket-counts.ts';
import { after, days } from '#domain/shared/duration.ts';
import { readEvidence } from '../check/evidence.ts';
import { type Finding, findings } from '../check/finding.ts';
import { withDatabase } from '../check/with-database.ts';
import { addPeople } from '../load/people.ts';
import { type StageOptions, setStage } from '../trial/stage.ts';
import { checkContention } from './check-contention.ts';
import { type Contention, contend } from './hot-tickets.ts';

/** What a contention showed. */
export type Outcome = {
  readonly accepted: number;
  /** How often each status came. */
  readonly counts: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

type Options = Omit<Contention, 'nodes'> & Omit<StageOptions, 'nodes'>;

/** Three Hexdesks on one empty database, all changing the same few tickets; then the rows are compared with what was said. */
export const onHotTickets = async (options: Options): Promise<Outcome> => {
  const stage = await setStage({ ...options, nodes: 3 });
  try {
    // some defects would keep nodes from beginning together
    for (const node of stage.nodes) await node.start();
    await addPeople(stage.databaseUrl);
    const { beginnings, accepted, counts, complaints } = await contend({
      ...options,
      nodes: stage.nodes.map(({ url }) => url),
    });
    await Promise.all(stage.nodes.map((node) => node.stop()));
    const evidence = await withDatabase(stage.databaseUrl, readEvidence);
    const said = [...complaints, ...stage.nodes.flatMap((node) => node.complaints)];
    return {
      accepted: accepted.length,
      counts,
      findings: [
        ...findings('answers', said),
        ...checkContention(evidence, beginnings, accepted),
        ...findings('fold', await driftOn(stage.databaseUrl)),
      ],
    };
  } finally {
    await stage.clear();
  }
};

/** Counters that are not what the tickets say, told by the very job that would put them right. */
const driftOn = (databaseUrl: string): Promise<readonly string[]> =>
  withDatabase(databaseUrl, async (session) => {
    // no node holds its lease for so long
    const drift = await mikroOrmTicketCounts(session, { holder: 'the checker' }).correct(
      after(new Date(), days(1)),
      60_000,
    );
    if (drift === undefined) return ['the counters could not be compared'];
    return drift.map(({ counted, name, by }) => `the counter of ${counted} ${name} is off by ${by}`);
  });
