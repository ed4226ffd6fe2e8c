/** What was asked for last, by name. */
export type Recent<Value> = {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
};

/**
 * Keeps between so many values and twice as many: once the young are enough, what is left of the old is forgotten, and
 * they are the old.
 */
export const recent = <Value>(enough: number): Recent<Value> => {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  const set = (name: string, value: Value): void => {
    if (young.size >= enough && !young.has(name)) {
      old = young;
      young = new Map();
    }
    young.set(name, value);
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
