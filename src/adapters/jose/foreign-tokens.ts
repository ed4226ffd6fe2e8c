import { decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '#application/ports/clock.ts';
import type { ForeignTokens } from '#application/ports/trusted-issuers.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { longestForeignName, type TrustedIssuer, type Vouched } from '#domain/identity/trusted-issuer.ts';
import { longestName } from '#domain/identity/user.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { isCleanLine, isPlainName, lengthOf } from '#domain/shared/text.ts';
import type { RemoteKeySets } from './remote-key-sets.ts';
import { verifiedTokens } from './verified-tokens.ts';

/** The clocks of two products may differ by this much. */
const clockToleranceSeconds = 30;
/** How long the list of issuers is taken as read. */
const listedForMs = seconds(3);
/** No product needs a longer one. */
const longestToken = 16_384;
/** What access and identity tokens call themselves; others are made for something else. */
const types = new Set([undefined, 'jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

/** Verifies tokens of trusted issuers, and believes nothing that a token says of how to verify it. */
export const joseForeignTokens = ({
  issuers,
  keySets,
  clock,
}: {
  readonly issuers: () => Promise<readonly TrustedIssuer[]>;
  readonly keySets: RemoteKeySets;
  readonly clock: Clock;
}): ForeignTokens => {
  const verified = verifiedTokens<Vouched>();
  let listed: readonly TrustedIssuer[] = [];
  let listedAt = Number.NEGATIVE_INFINITY;

  const trusted = async (): Promise<readonly TrustedIssuer[]> => {
    const now = clock.now().getTime();
    if (now - listedAt < listedForMs) return listed;
    const before = listed;
    listed = (await issuers()).map((fresh) => before.find((one) => isSame(one, fresh)) ?? fresh);
    listedAt = now;
    return listed;
  };

  const verifiedNow = async (token: string, issuer: TrustedIssuer): Promise<Vouched | undefined> => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keySets.keyAt(issuer.jwksUrl), {
        algorithms: [...issuer.algorithms],
        issuer: issuer.issuer,
        audience: issuer.audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge: minutes(issuer.longestTokenMinutes) / 1000,
        clockTolerance: clockToleranceSeconds,
        currentDate: clock.now(),
      });
      return types.has(protectedHeader.typ?.toLowerCase()) ? vouched(issuer, payload) : undefined;
    } catch {
      // jose throws all sorts for keys that it will not use: what cannot be verified is not good
      return undefined;
    }
  };

  return {
    async verify(token) {
      const named = issuerIn(token);
      if (named === undefined) return undefined;
      const issuer = (await trusted()).find((one) => one.issuer === named);
      if (issuer === undefined) return undefined;
      const known = verified.find(token, clock.now());
      // what was verified under other settings is verified again
      if (known?.issuer === issuer) return known;
      const said = await verifiedNow(token, issuer);
      if (said === undefined || said.expiresAt <= clock.now()) return undefined;
      verified.keep(token, said);
      return said;
    },
  };
};

/** What did not change stays the very same, and with it what was verified under it. */
const isSame = (one: TrustedIssuer, other: TrustedIssuer): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whom a token claims to be from, before anything of it is believed. */
const issuerIn = (token: string): string | undefined => {
  if (token.length > longestToken) return undefined;
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

const vouched = (issuer: TrustedIssuer, payload: JWTPayload): Vouched | undefined => {
  const { sub = '', iat = 0, exp = 0 } = payload;
  const subject = lineIn(sub, longestForeignName);
  if (subject === undefined || exp - iat > minutes(issuer.longestTokenMinutes) / 1000) return undefined;
  const { claims } = issuer;
  const text = (name: string | undefined, longest: number): string | undefined =>
    name === undefined ? undefined : lineIn(payload[name], longest);
  const email = text(claims.email, 254);
  const isVerified = payload['email_verified'];
  return {
    issuer,
    subject,
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
    email: email === undefined ? undefined : parseEmailAddress(email),
    emailIsVerified: typeof isVerified === 'boolean' ? isVerified : undefined,
    firstName: plain(text(claims.firstName, longestName)),
    lastName: plain(text(claims.lastName, longestName)),
    externalId: text(claims.externalId, longestForeignName),
    organisation: text(claims.organisation, longestForeignName),
  };
};

const plain = (name = ''): string => (isPlainName(name) ? name.trim() : '');

/** Taken as it is or not at all: what is cut or cleaned might be somebody else's. */
const lineIn = (raw: unknown, longest: number): string | undefined =>
  typeof raw === 'string' && raw.trim() !== '' && isCleanLine(raw) && lengthOf(raw) <= longest
    ? raw
    : undefined;
