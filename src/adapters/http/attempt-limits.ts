import type { Context } from 'hono';
import type { AttemptKind, Attempts, Standing } from '#application/ports/attempts.ts';
import { networkOf } from '#domain/identity/network.ts';
import { raise } from './answer.ts';
import type { Env } from './respond.ts';

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
  (context: Context<Env>) =>
  ({ kind, limit, windowSeconds, remaining, resetSeconds }: Standing): void => {
    if (toldToNobody.has(kind)) return;
    const fields = context.get('fields');
    context.set('fields', {
      ...fields,
      'ratelimit-policy': joined(fields?.['ratelimit-policy'], `"${kind}";q=${limit};w=${windowSeconds}`),
      ratelimit: joined(fields?.['ratelimit'], `"${kind}";r=${remaining};t=${resetSeconds}`),
    });
  };

const joined = (list: string | undefined, item: string): string =>
  list === undefined ? item : `${list}, ${item}`;

/** Mails that are not sent any more are accepted all the same. */
const toldToNobody: ReadonlySet<AttemptKind> = new Set<AttemptKind>(['mail', 'mail-account', 'reset-mail']);
