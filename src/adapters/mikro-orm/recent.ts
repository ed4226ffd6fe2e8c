/** What was asked for last, by name. */
export type Recent<Value> = {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
};

/**
 * Keeps between so many values and twice as many: once the young are enough, what is left of the old is forgotten, and
 * they are the old. Values that differ in size are weighed instead of counted.
 */
export const recent = <Value>(enough: number, weightOf = (_value: Value): number => 1): Recent<Value> => {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  let weight = 0;

  const set = (name: string, value: Value): void => {
    const replaced = young.get(name);
    if (weight >= enough && replaced === undefined) {
      old = young;
      young = new Map();
      weight = 0;
    }
    young.set(name, value);
    weight += weightOf(value) - (replaced === undefined ? 0 : weightOf(replaced));
  };

  return {
    get(name) {
      const fresh = young.get(name);
      if (fresh !== undefined) return fresh;
      const value = old.get(name);
      if (value !== undefined) set(name, value);
      return value;
    },
    set,
  };
};
