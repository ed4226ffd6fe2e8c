import { lifetimes } from '#domain/identity/lifetimes.ts';
import { after } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Authenticated, authenticated } from './authenticate.ts';

export type IssueLiveTicket = (
  who: Pick<Authenticated, 'session' | 'expiresAt'>,
) => Promise<{ readonly ticket: string; readonly expiresInSeconds: number }>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets; readonly clock: Clock };

/** Gives somebody signed in a ticket to open one live connection with, soon; it lives no longer than their token. */
export const issueLiveTicket =
  (deps: Deps): IssueLiveTicket =>
  async ({ session, expiresAt }) => {
    const ticket = withEnd(deps.secrets.token(), expiresAt);
    const usableUntil = after(deps.clock.now(), lifetimes.liveTicket);
    await deps.unitOfWork.run((tx) =>
      tx.sessions.addLiveTicket(deps.secrets.digest(ticket), session, usableUntil),
    );
    return { ticket, expiresInSeconds: lifetimes.liveTicket / 1000 };
  };

export type RedeemLiveTicket = (ticket: string) => Promise<Authenticated | undefined>;

/** Who a live ticket was given to; a second use finds nobody. */
export const redeemLiveTicket =
  (deps: Deps & { readonly principals: Principals }): RedeemLiveTicket =>
  async (ticket) => {
    const now = deps.clock.now();
    const session = await deps.unitOfWork.run((tx) =>
      tx.sessions.takeLiveTicket(deps.secrets.digest(ticket), now),
    );
    const principal = session && (await deps.principals.ofSession(session));
    const expiresAt = endOf(ticket);
    // whoever must turn on a second factor first was given no ticket
    return principal && now < expiresAt ? authenticated(principal, expiresAt, []) : undefined;
  };

/** The end stands in the ticket itself, where its digest guards it. */
const withEnd = (token: string, end: Date): string => `${token}.${end.getTime().toString(36)}`;
const endOf = (ticket: string): Date => new Date(Number.parseInt(ticket.split('.')[1] ?? '', 36));
