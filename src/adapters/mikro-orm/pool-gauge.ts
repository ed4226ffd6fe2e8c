/** How the connections of a pool are used right now. */
export type Connections = { readonly taken: number; readonly free: number; readonly waiting: number };

/** Watches who takes connections from a pool, and who waits for one. */
export type PoolGauge = {
  /** Somebody asks; what comes back is to be called once they have a connection, or will have none. */
  asked(): (connection: object | undefined) => void;
  back(connection: object): void;
  read(): Connections;
  /** Tells somebody of each wait that is over, whatever came of it. */
  onWait(told: (seconds: number) => void): void;
};

/** A gauge for a pool of at most so many connections. */
export const poolGauge = (limit: number): PoolGauge => {
  const taken = new Set<object>();
  let waiting = 0;
  let tell = (_seconds: number): void => {};
  return {
    asked() {
      const since = performance.now();
      waiting += 1;
      return (connection) => {
        waiting -= 1;
        if (connection !== undefined) taken.add(connection);
        tell((performance.now() - since) / 1000);
      };
    },
    back: (connection) => void taken.delete(connection),
    read: () => ({ taken: taken.size, free: Math.max(0, limit - taken.size), waiting }),
    onWait(told) {
      tell = told;
    },
  };
};
