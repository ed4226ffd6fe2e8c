import { progress } from '../progress.ts';
import type { Place } from './place.ts';
import type { Question } from './questions.ts';

/** How long each answer to a question took at one size, in milliseconds, in order, and what was no success. */
export type Sample = {
  readonly question: Question;
  readonly tickets: number;
  readonly latencies: Float64Array;
  readonly failures: number;
};

/** So many requests are sent at one size before the next has its turn. */
const turn = 10;
/** The share of pages that go on where one ended. */
const further = 0.4;

type Timed = { readonly ms: number; readonly isRight: boolean };

/** Asks everything at every size, in turns so short that what disturbs one size disturbs the others alike. */
export const measure = async (
  places: readonly Place[],
  asked: readonly Question[],
  samples: number,
): Promise<readonly Sample[]> => {
  const times = new Map<string, Timed[]>();
  const keyOf = (question: Question, place: Place) => `${question.name} ${question.actor} ${place.tickets}`;
  const askers = new Map(
    places.flatMap((place) =>
      asked.map((question) => [keyOf(question, place), asker(place, question)] as const),
    ),
  );
  const rounds = Math.ceil(samples / turn);
  const bar = progress('asking', (rounds + 1) * asked.length);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, question] of asked.entries()) {
      for (const place of (round + index) % 2 === 0 ? places : places.toReversed()) {
        const key = keyOf(question, place);
        for (let count = 0; count < turn; count += 1) {
          const timed = await askers.get(key)?.();
          // the first round makes everything warm
          if (round > 0 && timed !== undefined) times.getOrInsertComputed(key, () => []).push(timed);
        }
      }
      bar.at(round * asked.length + index);
    }
  }
  bar.end('done');
  return asked.flatMap((question) =>
    places.map((place): Sample => {
      const all = times.get(keyOf(question, place)) ?? [];
      return {
        question,
        tickets: place.tickets,
        latencies: Float64Array.from(all.map(({ ms }) => ms)).sort(),
        failures: all.filter(({ isRight }) => !isRight).length,
      };
    }),
  );
};

/** Asks a question once more, of pages sometimes the next. */
export const asker = (place: Place, { ask, actor, isList, isReturned }: Question): (() => Promise<Timed>) => {
  let onwards: string | undefined;
  return async () => {
    const isNext = isList && onwards !== undefined && place.random() < further;
    const asked = isNext ? { method: 'GET', path: onwards ?? '' } : ask(place);
    const begun = performance.now();
    const { status, body } = await place.ask(actor, asked);
    const ms = performance.now() - begun;
    const isRight = status >= 200 && status < 300;
    if (isList && isRight) onwards = nextPath(asked.path, body.toString());
    if (isReturned && status === 200) {
      const { id } = JSON.parse(body.toString()) as { readonly id: string };
      await place.ask(actor, { method: 'POST', path: `/v1/tickets/${id}/release` });
    }
    return { ms, isRight };
  };
};

const nextPath = (path: string, body: string): string | undefined => {
  const { nextCursor } = JSON.parse(body) as { readonly nextCursor: string | null };
  return nextCursor === null
    ? undefined
    : `${path.replace(/&cursor=.*$/, '')}&cursor=${encodeURIComponent(nextCursor)}`;
};
