import type { Evidence } from './evidence.ts';
import { type Finding, findings } from './finding.ts';

/** Looks at the order of all facts: 1, 2, 3 …, and each ticket's own order kept in it. */
export const checkFeed = ({ facts, counters }: Evidence): readonly Finding[] => {
  const all = [...facts.values()].flat();
  const places = all.flatMap(({ position }) => position ?? []).sort((a, b) => a - b);
  const head = counters.get('positions') ?? 0;
  const unplaced = all.length - places.length;
  return findings('feed', [
    ...(unplaced === 0 ? [] : [`${unplaced} facts have no position`]),
    ...places.flatMap((place, index) =>
      place === (places[index - 1] ?? 0) + 1 ? [] : [`position ${place} follows ${places[index - 1] ?? 0}`],
    ),
    ...(head === (places.at(-1) ?? 0)
      ? []
      : [`the counter stands at ${head}, the last fact at ${places.at(-1)}`]),
    ...[...facts].flatMap(([ticketId, placed]) =>
      placed.every(
        ({ position }, index) => index === 0 || (position ?? 0) > (placed[index - 1]?.position ?? 0),
      )
        ? []
        : [`the facts of ${ticketId} are placed in another order`],
    ),
  ]);
};
