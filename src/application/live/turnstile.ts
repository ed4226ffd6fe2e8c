/** Lets so many pieces of work run at once; the others wait their turn. */
export type Turnstile = <Result>(work: () => Promise<Result>) => Promise<Result>;

export const turnstile = (atOnce: number): Turnstile => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
  };
  /** Whoever leaves hands their place to who has waited longest. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
