import { expect } from 'vitest';
import { seconds } from '#domain/shared/duration.ts';
import type { Desk } from '../desk.ts';
import { type LocalIssuer, openLocalIssuer } from '../local-issuer.ts';

/** Somebody as they are shown to themselves. */
export type Shown = {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly externalId: string | null;
  readonly status: string;
};

let count = 0;
/** Somebody whom nobody knows yet. */
export const somebody = (claims: object = {}) => {
  count += 1;
  return {
    sub: `user-${count}`,
    email: `user${count}@host.example`,
    email_verified: true,
    given_name: 'Eve',
    family_name: 'Host',
    ...claims,
  };
};

/** What an admin says of an issuer to trust it. */
export const trusted = (issuer: LocalIssuer, settings: object = {}) => ({
  name: 'Acme',
  issuer: issuer.issuer,
  audience: 'hexdesk',
  jwksUrl: issuer.jwksUrl,
  claims: { externalId: 'customer_no' },
  ...settings,
});

/** A desk that trusts a local issuer as an admin would make it. */
export const deskTrusting = async (start: () => Promise<Desk>, settings: object = {}) => {
  const desk = await start();
  const issuer = await openLocalIssuer(desk.clock);
  const made = await desk.as('ada').post<{ id: string }>('/v1/trusted-issuers', trusted(issuer, settings));
  expect(made.status).toBe(201);
  // the list of issuers is remembered for a moment
  desk.clock.advance(seconds(3));
  const path = `/v1/trusted-issuers/${made.body.id}`;
  const me = async (token: string) => desk.withToken(token).get<Shown>('/v1/me');
  const enter = async (claims: Record<string, unknown>) => me(await issuer.sign(claims));
  return {
    desk,
    issuer,
    path,
    me,
    enter,
    close: async () => {
      await issuer.close();
      await desk.close();
    },
  };
};

export type TrustingDesk = Awaited<ReturnType<typeof deskTrusting>>;
