/** How many of something somebody may do in how long. */
export type Rate = { readonly points: number; readonly seconds: number };

export type Count = { readonly allowed: boolean; readonly remaining: number; readonly resetSeconds: number };

/** Makes the counter of a name, which is the same on every node. */
export type Counters = (name: string, rate: Rate) => Counter;

/** Counts per key in fixed windows, each begun by the first that is counted. */
export type Counter = {
  /** Counts one for a key. */
  consume(key: string): Promise<Count>;
  /** Counts one less, if any was counted. */
  takeBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
  /** Whether any is counted for a key now. */
  has(key: string): Promise<boolean>;
};
