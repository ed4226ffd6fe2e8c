import type { CompiledQuery } from 'kysely';

/** Asks several things at once; each has its rows. */
export type Ask = (queries: readonly CompiledQuery<unknown>[]) => Promise<readonly (readonly unknown[])[]>;

type Passenger = {
  readonly queries: readonly CompiledQuery<unknown>[];
  readonly answered: (rows: Awaited<ReturnType<Ask>>) => void;
  readonly failed: (error: unknown) => void;
};

type Sharing = {
  /** Whether a failure is everybody's: the database is away. */
  readonly isAway: (error: unknown) => boolean;
  /** Milliseconds from any moment on. */
  readonly clock?: () => number;
};

/** More would wait for one another, where the database could answer them side by side. */
const mostInPacket = 4;
/** After a packet that took so long nobody shares one for a while: somebody in it asks for much, or the database is slow. */
const slowMs = 250;
const aloneMs = 1000;

/**
 * Sends what several ask in one turn of the event loop in one packet: under load, sending and being woken cost more than
 * most answers. A packet ends with its first failure, whoever's it is, so everybody in it then asks again alone.
 */
export const sharingPackets = (
  ask: Ask,
  { isAway, clock = performance.now.bind(performance) }: Sharing,
): Ask => {
  let waiting: Passenger[] = [];
  let aloneUntil = -Infinity;

  const alone = ({ queries, answered, failed }: Passenger): void => {
    ask(queries).then(answered, failed);
  };

  const together = async (passengers: readonly Passenger[]): Promise<void> => {
    const left = clock();
    try {
      const rows = await ask(passengers.flatMap(({ queries }) => queries));
      let told = 0;
      for (const { queries, answered } of passengers) {
        answered(rows.slice(told, told + queries.length));
        told += queries.length;
      }
    } catch (error) {
      if (isAway(error)) for (const { failed } of passengers) failed(error);
      else passengers.forEach(alone);
    }
    const arrived = clock();
    if (arrived - left > slowMs) aloneUntil = arrived + aloneMs;
  };

  const leave = (): void => {
    const everybody = waiting;
    waiting = [];
    const most = clock() < aloneUntil ? 1 : mostInPacket;
    for (let from = 0; from < everybody.length; from += most) {
      const [first, ...others] = everybody.slice(from, from + most);
      if (first === undefined) return;
      if (others.length === 0) alone(first);
      else void together([first, ...others]);
    }
  };

  return (queries) =>
    new Promise((answered, failed) => {
      waiting.push({ queries, answered, failed });
      if (waiting.length === 1) setImmediate(leave);
    });
};
