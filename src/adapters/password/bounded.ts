import { HasherBusy } from '#application/ports/password-hasher.ts';

/** Runs few tasks at once, lets some wait their turn, and turns the rest away. @throws {HasherBusy} */
export const bounded = ({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) => {
  const queue: (() => void)[] = [];
  let running = 0;

  return async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (running < atOnce) running += 1;
    else if (queue.length >= waiting) throw new HasherBusy('too many passwords are being checked');
    // whoever leaves hands its place to the next in line, so nobody new can slip in between
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};
