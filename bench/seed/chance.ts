/** A number that stream and index alone decide: the data never depends on the order in which it is made. */
export const chance = (stream: number, index: number): number => {
  let x = (Math.imul(stream + 7919, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
};

/** One of a list, by chance. */
export const oneOf = <Item>(items: readonly [Item, ...Item[]], stream: number, index: number): Item =>
  items[chance(stream, index) % items.length] ?? items[0];

/** Random numbers from 0 up to 1, the same for the same seed. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};
