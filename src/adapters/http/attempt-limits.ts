import type { Context } from 'hono';
import type { AttemptKind, Attempts, Standing } from '#application/ports/attempts.ts';
import { networkOf } from '#domain/identity/network.ts';
import { raise } from './answer.ts';

/** Counts an attempt for the network it comes from; may throw `too-many-requests`. */
export const countPerNetwork = async (
  attempts: Attempts,
  kind: AttemptKind,
  address: string,
): Promise<void> => {
  const tooMany = await attempts.count(kind, networkOf(address));
  if (tooMany) raise({ code: 'too-many-requests', ...tooMany });
};

/** Says in the header fields of the answer how attempts stand, beside how requests do. */
export const tellAttempts =
  (context: Context) =>
  ({ kind, limit, windowSeconds, remaining, resetSeconds }: Standing): void => {
    if (toldToNobody.has(kind)) return;
    context.header('RateLimit-Policy', `"${kind}";q=${limit};w=${windowSeconds}`, { append: true });
    context.header('RateLimit', `"${kind}";r=${remaining};t=${resetSeconds}`, { append: true });
  };

/** Mails that are not sent any more are accepted all the same. */
const toldToNobody: ReadonlySet<AttemptKind> = new Set<AttemptKind>(['mail', 'reset-mail']);
