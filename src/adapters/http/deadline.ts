/** A request took longer than any may. What it began may still be done. */
export class DeadlineOver extends Error {
  readonly code = 'deadline-over';
}

/** What was promised, if it comes in time. @throws {DeadlineOver} */
export const inTime = <Result>(promised: Promise<Result>, deadlineMs: number): Promise<Result> => {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineOver()), deadlineMs);
  return Promise.race([promised, over]).finally(() => clearTimeout(timer));
};
