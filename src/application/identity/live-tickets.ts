import { lifetimes } from '#domain/identity/lifetimes.ts';
import { after } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type AuthenticateDeps, type Authenticated, authenticated } from './authenticate.ts';

export type IssueLiveTicket = (
  who: Pick<Authenticated, 'session' | 'expiresAt' | 'isVouched'>,
) => Promise<{ readonly ticket: string; readonly expiresInSeconds: number }>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets; readonly clock: Clock };

/** Gives somebody signed in a ticket to open one live connection with, soon; it lives no longer than their token. */
export const issueLiveTicket =
  (deps: Deps): IssueLiveTicket =>
  async ({ session, ...proof }) => {
    const ticket = withProof(deps.secrets.token(), proof);
    const usableUntil = after(deps.clock.now(), lifetimes.liveTicket);
    await deps.unitOfWork.run((tx) =>
      tx.sessions.addLiveTicket(deps.secrets.digest(ticket), session, usableUntil),
    );
    return { ticket, expiresInSeconds: lifetimes.liveTicket / 1000 };
  };

export type RedeemLiveTicket = (ticket: string) => Promise<Authenticated | undefined>;

/** Who a live ticket was given to; a second use finds nobody. */
export const redeemLiveTicket =
  (deps: Deps & Pick<AuthenticateDeps, 'principals' | 'secondFactorRoles'>): RedeemLiveTicket =>
  async (ticket) => {
    const now = deps.clock.now();
    const session = await deps.unitOfWork.run((tx) =>
      tx.sessions.takeLiveTicket(deps.secrets.digest(ticket), now),
    );
    const principal = session && (await deps.principals.ofSession(session));
    const proof = proofIn(ticket);
    return principal && now < proof.expiresAt ? authenticated(deps, principal, proof) : undefined;
  };

type Proof = Pick<Authenticated, 'expiresAt' | 'isVouched'>;

const vouchedMark = 'v';

/** The end, and whether an issuer vouches, stand in the ticket itself, where its digest guards them. */
const withProof = (token: string, { expiresAt, isVouched }: Proof): string =>
  `${token}.${expiresAt.getTime().toString(36)}${isVouched ? `.${vouchedMark}` : ''}`;

const proofIn = (ticket: string): Proof => {
  const [, end = '', mark] = ticket.split('.');
  return { expiresAt: new Date(Number.parseInt(end, 36)), isVouched: mark === vouchedMark };
};
