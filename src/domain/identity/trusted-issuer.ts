import type { Grant } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import type { IssuerId, QueueId } from '../shared/ids.ts';
import type { EmailAddress } from './email-address.ts';
import { grantsFor } from './user.ts';

/** The algorithms that foreign tokens may be signed with: asymmetric ones, so that checking one cannot make one. */
export const foreignAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type ForeignAlgorithm = (typeof foreignAlgorithms)[number];

/** The roles that an issuer may give to those it vouches for. Nobody becomes an admin by somebody else's word. */
export const issuedRoles = ['customer', 'agent', 'lead'] as const;
export type IssuedRole = (typeof issuedRoles)[number];

/** In which claims of its tokens an issuer says what about a person. */
export type ClaimNames = {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** What the person is called in the host product; not taken over when it is not named. */
  readonly externalId: string | undefined;
  /** The organisation they belong to, by its externalId or its id; nobody joins one when it is not named. */
  readonly organisation?: string | undefined;
};

/** Whose tokens are accepted as proof of who somebody is, and what they make of them. */
export type TrustedIssuer = {
  readonly id: IssuerId;
  readonly name: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The `aud` that its tokens for Hexdesk have. */
  readonly audience: string;
  /** Where its public keys are. */
  readonly jwksUrl: string;
  readonly algorithms: readonly ForeignAlgorithm[];
  readonly claims: ClaimNames;
  readonly role: IssuedRole;
  /** Whether the addresses it names are proven, where a token does not say so itself. */
  readonly emailsAreProven: boolean;
  /** Where those it makes agents or leads work. */
  readonly queues: readonly QueueId[];
  /** The longest time between `iat` and `exp` of its tokens. */
  readonly longestTokenMinutes: number;
  readonly createdAt: Date;
};

/** The grants of somebody whom an issuer makes known. */
export const grantsBy = ({ role, queues }: TrustedIssuer): readonly Grant[] => grantsFor(role, queues);

/** What a good token of a trusted issuer says. */
export type Vouched = {
  readonly issuer: TrustedIssuer;
  readonly subject: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Who it is about, as far as it says so in a form that can be taken over. */
  readonly email: EmailAddress | undefined;
  /** What it says of whether the address is proven; `undefined` when it says nothing. */
  readonly emailIsVerified: boolean | undefined;
  readonly firstName: string;
  readonly lastName: string;
  readonly externalId: string | undefined;
  /** What it calls the organisation they belong to. */
  readonly organisation?: string | undefined;
};

/** Why somebody is not let in whom an issuer vouches for. */
export type VouchedRefusal =
  /** The issuer is not trusted any more. */
  | 'issuer-not-trusted'
  /** The account is suspended. */
  | 'suspended'
  /** They signed out, or were signed out, after the token was issued. */
  | 'signed-out'
  /** They are new here, and the token says no address that could be taken over. */
  | 'no-email'
  /** They are new here, and nothing says that the address is theirs for sure. */
  | 'email-unverified'
  /** They are new here, and somebody has this address: an admin links the two, nobody else does. */
  | 'email-taken'
  /** They are new here, and somebody else has this name in the host product. */
  | 'external-id-taken';

/** Why a trusted issuer, or who is who to one, stays as it is. */
export type IssuerRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  /** One of this `iss` is trusted already, or it is Hexdesk's own. */
  | { readonly code: 'issuer-known' }
  | { readonly code: 'too-many-issuers'; readonly most: number }
  | { readonly code: 'unknown-queue' }
  | { readonly code: 'unknown-issuer' }
  /** The subject is somebody else. */
  | { readonly code: 'identity-linked' };

/** Most issuers an installation trusts. */
export const mostIssuers = 20;

/** Longest `iss` and longest `sub`, in characters. */
export const longestForeignName = 200;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is one of this very machine, under the names that it always has. */
export const isOnThisMachine = ({ hostname }: { readonly hostname: string }): boolean =>
  loopback.has(hostname);

/** Whether keys may be fetched from an address: over TLS, or from this very machine; without credentials or fragment. */
export const isKeyAddress = (raw: string): boolean => {
  const url = URL.parse(raw);
  if (url === null || url.username !== '' || url.password !== '' || raw.includes('#')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isOnThisMachine(url));
};
