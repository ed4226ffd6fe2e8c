import type { Presence } from '#application/live/presence.ts';
import type { Activity } from '#application/live/presence-view.ts';
import type { ShowPresence } from '#application/live/show-presence.ts';
import { displayName } from '#domain/identity/user.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { ClientFrameOf } from '../wire/live-client-frames.ts';
import { parseTicketRef } from '../wire/live-topic.ts';
import type { Problem } from '../wire/problem.ts';
import type { Speaker } from './speaker.ts';

/** What one connection says about where its person is. */
export type Signs = {
  /** Takes up a `typing` or `viewing` frame. */
  take(frame: ClientFrameOf<'typing' | 'viewing'>): Promise<void>;
  /** Takes everything back. */
  end(): void;
};

export type SignsDeps = { readonly presence: Presence; readonly showPresence: ShowPresence };

export const signs = ({ presence, showPresence }: SignsDeps, speaker: Speaker): Signs => {
  const tickets = new Set<TicketId>();
  const end = (): void => {
    for (const ticket of tickets) presence.stop(speaker.id, ticket);
    tickets.clear();
  };
  return {
    async take(frame) {
      const { ref } = frame;
      const ticket = parseTicketRef(frame.ticketId);
      if (ticket === undefined) return speaker.refuse({ ref }, { code: 'not-found' });
      const name = displayName(speaker.user());
      const sign = {
        connection: speaker.id,
        ticket,
        name,
        activity: activityOf(frame),
        isActive: frame.active,
      };
      const decision = await showPresence(sign, speaker.actor());
      if (!decision.ok) return speaker.refuse({ ref }, presenceProblem(decision.refusal));
      tickets.add(decision.outcome.ticket);
      if (!speaker.isOpen()) return end();
      if (ref !== undefined) speaker.tell({ type: 'accepted', ref });
    },
    end,
  };
};

type Refusal = Extract<Awaited<ReturnType<ShowPresence>>, { readonly ok: false }>['refusal'];

const presenceProblem = (refusal: Refusal): Problem =>
  refusal.code === 'not-found' ? refusal : { code: refusal.code, facts: { permission: refusal.permission } };

const activityOf = (frame: ClientFrameOf<'typing' | 'viewing'>): Activity => {
  if (frame.type === 'viewing') return 'viewing';
  return frame.kind === 'internal' ? 'typing-note' : 'typing';
};
