import type { Counter } from './counter.ts';
import type { Outage } from './outage.ts';

/**
 * Counts for all nodes together, and beside it in the memory of this one: while what they share is away, this node goes
 * on with what it has counted itself. Neither open nor down.
 */
export const insuredCounter = ({
  shared,
  own,
  outage,
}: {
  readonly shared: Counter;
  readonly own: Counter;
  readonly outage: Outage;
}): Counter => ({
  async consume(key) {
    const here = await own.consume(key);
    return (await outage.tried(() => shared.consume(key))) ?? here;
  },
  async takeBack(key) {
    await own.takeBack(key);
    await outage.tried(() => shared.takeBack(key));
  },
  async forget(key) {
    await own.forget(key);
    await outage.tried(() => shared.forget(key));
  },
  async has(key) {
    const here = await own.has(key);
    return (await outage.tried(() => shared.has(key))) ?? here;
  },
});
