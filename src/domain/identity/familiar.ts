import { deviceOf } from './device.ts';
import { networkOf } from './network.ts';

/** Where a sign-in came from, and with what. */
export type Origin = { readonly address: string; readonly userAgent: string };

/**
 * Whether a sign-in looks like one of those before it: the same kind of device in the same network. Versions of
 * browsers change all the time, so they do not count.
 */
export const isFamiliar = (signIn: Origin, before: readonly Origin[]): boolean =>
  before.some(
    ({ address, userAgent }) =>
      networkOf(address) === networkOf(signIn.address) && deviceOf(userAgent) === deviceOf(signIn.userAgent),
  );
