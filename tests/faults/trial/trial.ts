import { checkAll } from '../check/check-all.ts';
import { readEvidence } from '../check/evidence.ts';
import { type Finding, findings } from '../check/finding.ts';
import type { Period } from '../check/mails.ts';
import { withDatabase } from '../check/with-database.ts';
import { type Load, startLoad } from '../load/load.ts';
import { addPeople } from '../load/people.ts';
import { type Witness, type WitnessRules, witness } from '../load/witness.ts';
import { recovery } from './recovery.ts';
import { rest } from './rest.ts';
import { type Stage, type StageOptions, setStage } from './stage.ts';

export type TrialOptions = StageOptions &
  WitnessRules & {
    readonly writers?: number;
    /** How long nothing need move in the end before it counts as at rest. */
    readonly restPatienceMs?: number;
    /** How often it is asked again for what nobody has answered. */
    readonly settleTries?: number;
    /** Starts the nodes otherwise than all at once. */
    readonly begin?: (stage: Stage) => Promise<void>;
  };

/** What came of a trial. */
export type Verdict = {
  /** What was done to Hexdesk, in words. */
  readonly done: string;
  readonly findings: readonly Finding[];
  readonly acknowledged: number;
  readonly refused: number;
  /** Of how many writes it was not known at first what became of them. */
  readonly unclear: number;
  /** Answers that said to come back later. */
  readonly unavailable: number;
  readonly facts: number;
  readonly mails: number;
  readonly longestRecoveryMs: number | undefined;
};

/** A Hexdesk that people use while something goes wrong. */
export type Trial = Omit<Stage, 'last' | 'clear'> & {
  readonly load: Load;
  readonly heard: Witness;
  /** Waits until every node that is up works again, and finds fault when that takes too long. */
  recovers(): Promise<void>;
  finds(finding: Finding): void;
  /** Says that mails may arrive twice in a period, since clocks were further apart than they may be. */
  excuse(period: Period): void;
};

/**
 * Starts a Hexdesk on an empty database, lets people use it while `misfortune` does what it does and says what that was,
 * lets everything come to rest, and compares what is there with what was said.
 */
export const onTrial = async (
  options: TrialOptions,
  misfortune: (trial: Trial) => Promise<string>,
): Promise<Verdict> => {
  const stage = await setStage(options);
  let load: Load | undefined;
  try {
    await (options.begin ?? allAtOnce)(stage);
    await addPeople(stage.databaseUrl);
    const heard = witness(options);
    const nodes = () => stage.nodes.filter(({ isUp }) => isUp).map(({ url }) => url);
    load = startLoad({ nodes, heard, writers: options.writers ?? 10 });
    const found: Finding[] = [];
    const excused: Period[] = [];
    let longestRecoveryMs: number | undefined;
    const done = await misfortune({
      ...stage,
      load,
      heard,
      finds: (finding) => void found.push(finding),
      excuse: (period) => void excused.push(period),
      async recovers() {
        const { tookMs, complaints } = await recovery(stage.databaseUrl, { nodes: stage.nodes, heard });
        longestRecoveryMs = Math.max(longestRecoveryMs ?? 0, tookMs);
        found.push(...findings('recovery', complaints));
      },
    });
    const { restPatienceMs = 60_000, settleTries = 40 } = options;
    const end = await conclude(stage, { load, heard, excused, restPatienceMs, settleTries });
    return { ...end, done, longestRecoveryMs, findings: [...found, ...end.findings] };
  } finally {
    await load?.stop();
    await stage.clear();
  }
};

/** Starts every node at the same moment; whoever fails is told when all have come to an end, so that none is left behind. */
export const allAtOnce = async ({ nodes }: Pick<Stage, 'nodes'>): Promise<void> => {
  const starts = await Promise.allSettled(nodes.map((node) => node.start()));
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
};

type Heard = {
  readonly load: Load;
  readonly heard: Witness;
  readonly excused: readonly Period[];
  readonly restPatienceMs: number;
  readonly settleTries: number;
};

const conclude = async (
  stage: Stage,
  { load, heard, excused, restPatienceMs, settleTries }: Heard,
): Promise<Omit<Verdict, 'done' | 'longestRecoveryMs'>> => {
  const { nodes, last, mails, databaseUrl } = stage;
  await load.stop();
  const unclear = load.ledger.unclear();
  await load.settleUnknown(settleTries);
  await mails.be('well');
  await Promise.all(nodes.map((node) => node.stop()));
  await rest(stage, restPatienceMs);
  const evidence = await withDatabase(databaseUrl, readEvidence);
  const kills = nodes.flatMap((node) => node.kills);
  const complaints = [...nodes, last.node].flatMap((node) => node.complaints);
  return {
    findings: [
      ...findings('answers', [...heard.complaints, ...complaints]),
      ...checkAll(evidence, load.ledger.all(), {
        arrivals: mails.arrivals,
        kills,
        excused,
        slowestMs: heard.slowestMs(),
      }),
    ],
    ...load.ledger.counts(),
    unclear,
    unavailable: heard.counts.get('503') ?? 0,
    facts: [...evidence.facts.values()].flat().length,
    mails: evidence.mails.length,
  };
};
