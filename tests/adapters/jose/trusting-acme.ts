import { afterAll, beforeAll, beforeEach } from 'vitest';
import { fetchKeySet } from '#adapters/jose/fetch-key-set.ts';
import { joseForeignTokens } from '#adapters/jose/foreign-tokens.ts';
import { remoteKeySets } from '#adapters/jose/remote-key-sets.ts';
import type { ForeignTokens } from '#application/ports/trusted-issuers.ts';
import type { TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import { type AdjustableClock, adjustableClock } from '../../support/adjustable-clock.ts';
import { type LocalIssuer, openLocalIssuer } from '../../support/local-issuer.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { trustedAcme } from '../../support/trusted-acme.ts';

/** An issuer that signs tokens and serves its keys on this machine. */
export let acme: LocalIssuer;
export let clock: AdjustableClock;
/** The trust in it, as it is before a test says otherwise. */
export let trusted: TrustedIssuer;
export let tokens: ForeignTokens;
/** How often the trusted issuers were read, and keys looked for. */
export let reads: number;
export let looks: number;

let listed: readonly TrustedIssuer[];

/** Trusts these issuers, and no others, from now on. */
export const trust = (issuers: readonly TrustedIssuer[]): void => {
  listed = issuers;
};

/** Begins each test of a file anew. */
export const trustAcme = (): void => {
  beforeAll(async () => {
    acme = await openLocalIssuer({ now: () => clock.now() });
  });
  afterAll(() => acme.close());
  beforeEach(() => {
    clock = adjustableClock();
    trusted = {
      ...trustedAcme,
      issuer: acme.issuer,
      jwksUrl: acme.jwksUrl,
      claims: { ...trustedAcme.claims, email: 'mail', externalId: 'customer_no', organisation: 'company' },
    };
    listed = [trusted];
    [reads, looks] = [0, 0];
    const keySets = remoteKeySets({ fetchKeys: fetchKeySet, clock, logger: recordingLogger() });
    tokens = joseForeignTokens({
      issuers: async () => {
        reads += 1;
        // as a store would: read anew each time
        return structuredClone(listed);
      },
      keySets: {
        keyAt: (address) => {
          looks += 1;
          return keySets.keyAt(address);
        },
      },
      clock,
    });
  });
};

export const now = (): number => clock.now().getTime() / 1000;
export const carla = {
  sub: 'carla-at-acme',
  mail: 'carla@acme.example',
  given_name: 'Carla',
  family_name: 'Acme',
};
export const said = async (claims: object = {}, header: Record<string, unknown> = {}) =>
  tokens.verify(await acme.sign({ ...carla, ...claims }, header));
