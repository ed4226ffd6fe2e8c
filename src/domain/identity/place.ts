import { type Network, networkOf } from './network.ts';

/** Where somebody signs in from, and with what. */
export type Place = { readonly network: Network; readonly userAgent: string };

/** As much of a user agent as is kept with a session. */
const longestUserAgent = 255;

export const placeOf = ({
  address,
  userAgent,
}: {
  readonly address: string;
  readonly userAgent: string;
}): Place => ({
  network: networkOf(address),
  userAgent: userAgent.slice(0, longestUserAgent).toWellFormed(),
});

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.network === other.network && one.userAgent === other.userAgent;
