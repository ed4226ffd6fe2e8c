import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import type { AccessClaims, AccessTokens } from '#application/ports/access-tokens.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { IdSource } from '#application/ports/id-source.ts';
import type { SigningKeys } from '#application/ports/signing-keys.ts';
import { after, minutes } from '#domain/shared/duration.ts';
import { isUuid, SessionId, UserId } from '#domain/shared/ids.ts';
import { keyRing } from './key-ring.ts';
import { algorithm } from './signing-key.ts';
import { verifiedTokens } from './verified-tokens.ts';

const audience = 'hexdesk';
const typ = 'at+jwt';
const lifetime = minutes(15);
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
  const verified = verifiedTokens();
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

  const payloadOf = async (token: string): Promise<JWTPayload | undefined> => {
    try {
      return (await jwtVerify(token, keyOf, { ...expected, currentDate: clock.now() })).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };

  return {
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
      if (known !== undefined) return known;
      const payload = await payloadOf(token);
      const claims = payload && claimsOf(payload);
      if (claims === undefined || claims.expiresAt.getTime() <= clock.now().getTime()) return undefined;
      verified.keep(token, claims);
      return claims;
    },

    async publicKeys() {
      return { keys: (await keys.all()).map(({ publicJwk }) => publicJwk) };
    },
  };
};

const claimsOf = ({ sub, sid, exp }: JWTPayload & { readonly sid?: unknown }): AccessClaims | undefined => {
  if (sub === undefined || !isUuid(sub) || typeof sid !== 'string' || !isUuid(sid)) return undefined;
  if (exp === undefined) return undefined;
  return { user: UserId(sub), session: SessionId(sid), expiresAt: new Date(exp * 1000) };
};
