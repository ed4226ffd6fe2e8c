import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import type { AccessClaims, AccessTokens } from '#application/ports/access-tokens.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { IdSource } from '#application/ports/id-source.ts';
import type { SigningKeys } from '#application/ports/signing-keys.ts';
import { lifetimes } from '#domain/identity/lifetimes.ts';
import { after } from '#domain/shared/duration.ts';
import { isUuid, SessionId, UserId } from '#domain/shared/ids.ts';
import { keyRing } from './key-ring.ts';
import { algorithm } from './signing-key.ts';
import { verifiedTokens } from './verified-tokens.ts';

const audience = 'hexdesk';
const typ = 'at+jwt';
const lifetime = lifetimes.accessToken;
/** Two nodes' clocks may differ by this much about when a token was made; it never lives longer for it. */
const clockToleranceSeconds = 5;

/** Signs and verifies access tokens as Ed25519 JWTs after RFC 9068, and believes nothing a token says of itself. */
export const joseAccessTokens = ({
  signingKeys,
  clock,
  ids,
  issuer,
}: {
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The public address of this installation. */
  readonly issuer: string;
}): AccessTokens => {
  const keys = keyRing({ signingKeys, clock });
  const verified = verifiedTokens<Verified>();
  const expected = {
    algorithms: [algorithm],
    issuer,
    audience,
    typ,
    requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    maxTokenAge: lifetime / 1000,
    clockTolerance: clockToleranceSeconds,
  } satisfies JWTVerifyOptions;

  const keyOf = async ({ kid }: { readonly kid?: string }) => {
    const key = kid === undefined ? undefined : await keys.named(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key.verifying;
  };

  const verifiedNow = async (token: string): Promise<Verified | undefined> => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
        ...expected,
        currentDate: clock.now(),
      });
      const claims = isAsWritten(token, payload) ? claimsOf(payload) : undefined;
      return claims && { ...claims, kid: protectedHeader.kid ?? '' };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };

  return {
    issuer,

    async issue(user, session) {
      const key = await keys.signing();
      const now = clock.now();
      const token = await new SignJWT({ sid: session, client_id: audience })
        .setProtectedHeader({ alg: algorithm, kid: key.kid, typ })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(user)
        .setJti(ids.next())
        .setIssuedAt(now)
        .setExpirationTime(after(now, lifetime))
        .sign(key.signing);
      return { token, expiresInSeconds: lifetime / 1000 };
    },

    async verify(token) {
      const known = verified.find(token, clock.now());
      const said = known ?? (await verifiedNow(token));
      // a key that was thrown away takes with it what it has signed, remembered or not
      if (said === undefined || said.expiresAt <= clock.now() || !keys.knows(said.kid)) return undefined;
      if (known === undefined) verified.keep(token, said);
      const { kid: _, ...claims } = said;
      return claims;
    },

    learnKeys: keys.learn,

    async publicKeys() {
      return { keys: (await keys.all()).map(({ publicJwk }) => publicJwk) };
    },
  };
};

/** What a token says, and the key that vouches for it. */
type Verified = AccessClaims & { readonly kid: string };

/**
 * Our own tokens read back as they were written. One that was padded or has a claim named twice, which readers take
 * differently, does not.
 */
const isAsWritten = (token: string, payload: JWTPayload): boolean => {
  const [, claims] = token.split('.');
  return (
    token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part) &&
    Buffer.from(JSON.stringify(payload)).toString('base64url') === claims
  );
};

const claimsOf = ({ sub, sid, exp }: JWTPayload & { readonly sid?: unknown }): AccessClaims | undefined => {
  if (sub === undefined || !isUuid(sub) || typeof sid !== 'string' || !isUuid(sid)) return undefined;
  if (exp === undefined) return undefined;
  return { user: UserId(sub), session: SessionId(sid), expiresAt: new Date(exp * 1000) };
};
