import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

/**
 * Waits until a MySQL server answers a query.
 *
 * @throws the last failure, when the time is over or `ended` says that nobody will answer any more.
 */
export const untilItAnswers = async (
  url: string,
  {
    seconds,
    ended = () => undefined,
  }: { readonly seconds: number; readonly ended?: () => string | undefined },
): Promise<void> => {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      const connection = await createConnection({ uri: url, connectTimeout: 2000 });
      await connection.query('select 1').finally(() => connection.destroy());
      return;
    } catch (cause) {
      const end = ended();
      if (end !== undefined) throw new Error(end, { cause });
      if (Date.now() > deadline) throw cause;
      await pause(50);
    }
  }
};
