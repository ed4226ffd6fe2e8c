import type { Context } from 'hono';
import type { ActFor } from '#application/identity/act-for.ts';
import { raise } from './answer.ts';
import type { Caller } from './route.ts';

export const onBehalfOf = 'On-Behalf-Of';

/** The caller as whoever `On-Behalf-Of` names. Why they may not be is told in one way, whoever that is. */
export const actingFor = async (actFor: ActFor, context: Context, caller: Caller): Promise<Caller> => {
  const header = context.req.header(onBehalfOf);
  if (header === undefined) return caller;
  const named = decoded(header);
  const acting = named === undefined ? undefined : await actFor(caller, named);
  if (acting !== undefined) return acting;
  return raise({
    code: 'not-permitted',
    detail: 'On-Behalf-Of names nobody for whom you may act.',
    facts: { permission: 'user:act-for' },
  });
};

const decoded = (header: string): string | undefined => {
  try {
    return decodeURIComponent(header);
  } catch {
    return undefined;
  }
};
