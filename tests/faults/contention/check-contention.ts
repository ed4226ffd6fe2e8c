import type { Evidence } from '../check/evidence.ts';
import { type Finding, findings } from '../check/finding.ts';
import { checkTickets } from '../check/tickets.ts';

/** An update that was accepted: each makes one fact, and the answer says which. */
export type Accepted = {
  readonly ticketId: string;
  /** The version that the answer says it made. */
  readonly version: number;
  /** The version it was to be made to, if it said one. */
  readonly ifMatch: number | undefined;
};

/** What was there before, by ticket. */
export type Beginnings = ReadonlyMap<string, number>;

/** Compares what the database holds of hot tickets with what was said to those who changed them. */
export const checkContention = (
  evidence: Evidence,
  beginnings: Beginnings,
  accepted: readonly Accepted[],
): readonly Finding[] => {
  const byTicket = Map.groupBy(accepted, ({ ticketId }) => ticketId);
  return [
    ...findings(
      'acknowledged',
      evidence.tickets.flatMap(({ ticket: { id }, version }) => {
        const ofIt = byTicket.get(id) ?? [];
        const first = beginnings.get(id) ?? 0;
        return version === first + ofIt.length
          ? []
          : [`ticket ${id} went from ${first} to ${version} by ${ofIt.length} accepted updates`];
      }),
    ),
    ...findings(
      'once',
      [...byTicket].flatMap(([id, ofIt]) => toldTwice(id, ofIt)),
    ),
    ...findings(
      'unasked',
      accepted
        .filter(({ ifMatch, version }) => ifMatch !== undefined && version !== ifMatch + 1)
        .map(
          ({ ticketId, ifMatch, version }) => `${ticketId}: what was made to ${ifMatch} became ${version}`,
        ),
    ),
    ...checkTickets(evidence),
  ];
};

/** Two who were told of one version: one of the updates is lost. */
const toldTwice = (id: string, accepted: readonly Accepted[]): readonly string[] =>
  [...Map.groupBy(accepted, ({ version }) => version)]
    .filter(([, told]) => told.length > 1)
    .map(([version, told]) => `version ${version} of ${id} was told to ${told.length}`);
