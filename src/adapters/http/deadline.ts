/** A request took longer than any may. What it began may still be done. */
export class DeadlineOver extends Error {
  readonly code = 'deadline-over';
}

/** What was promised, if it comes in time. @throws {DeadlineOver} */
export const inTime = <Result>(promised: Promise<Result>, deadlineMs: number): Promise<Result> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineOver()), deadlineMs);
    promised.then(resolve, reject).finally(() => clearTimeout(timer));
  });
