import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import type { Secrets } from '#application/ports/secrets.ts';
import type { ReplyToTicket } from '#application/tickets/reply-to-ticket.ts';
import { displayName } from '#domain/identity/user.ts';
import type { ClientFrameOf } from '../wire/live-client-frames.ts';
import { parseTicketRef } from '../wire/live-topic.ts';
import { presentMessage } from '../wire/message.ts';
import type { Problem } from '../wire/problem.ts';
import { ticketProblem } from '../wire/refusal-problem.ts';
import type { Speaker } from './speaker.ts';

export type AnswerReplyDeps = {
  readonly replyToTicket: ReplyToTicket;
  readonly ledger: IdempotencyLedger;
  readonly secrets: Pick<Secrets, 'digest'>;
};

type Said = { readonly ticketId: string; readonly message: object };
type Outcome = { readonly said: Said } | { readonly problem: Problem };

/** Writes a reply by the very use case that HTTP uses; with a key, repeats have one effect. */
export const answerReply =
  (deps: AnswerReplyDeps) =>
  async (frame: ClientFrameOf<'reply'>, speaker: Speaker): Promise<void> => {
    const { ref, idempotencyKey: key } = frame;
    const once = await (key === undefined
      ? { outcome: 'done' as const, answer: await write(deps, frame, speaker) }
      : deps.ledger.once<Outcome>(
          { caller: speaker.user().id, route: 'live reply', key, fingerprint: fingerprint(deps, frame) },
          () => write(deps, frame, speaker),
          (outcome) =>
            'said' in outcome ? { status: 201, headers: {}, body: JSON.stringify(outcome.said) } : undefined,
        ));
    switch (once.outcome) {
      case 'done':
        return 'said' in once.answer
          ? speaker.tell({ type: 'accepted', ref, ...once.answer.said })
          : speaker.refuse({ ref }, once.answer.problem);
      case 'replayed':
        return speaker.tell({
          type: 'accepted',
          ref,
          ...(JSON.parse(once.answer.body) as Said),
          replayed: true,
        });
      case 'reused':
        return speaker.refuse({ ref }, { code: 'idempotency-key-reused' });
      case 'in-flight':
        return speaker.refuse({ ref }, { code: 'idempotency-in-flight', retryAfterSeconds: 1 });
    }
  };

const write = async (
  { replyToTicket }: AnswerReplyDeps,
  { ticketId, kind, body, status, lastSeenSeq, force }: ClientFrameOf<'reply'>,
  speaker: Speaker,
): Promise<Outcome> => {
  const ticket = parseTicketRef(ticketId);
  if (ticket === undefined) return { problem: { code: 'not-found' } };
  const authorName = displayName(speaker.user());
  const replied = await replyToTicket(
    { ticket, kind, body, status, lastSeenSeq, force, channel: 'live', authorName },
    speaker.actor(),
  );
  if (!replied.ok) return { problem: ticketProblem(replied.refusal) };
  const { message, view } = replied.outcome;
  return { said: { ticketId: view.ticket.id, message: presentMessage(message) } };
};

const fingerprint = (
  { secrets }: AnswerReplyDeps,
  { ticketId, kind, body, status, lastSeenSeq, force }: ClientFrameOf<'reply'>,
): string =>
  secrets.digest(JSON.stringify([ticketId, kind, body, status ?? null, lastSeenSeq ?? null, force]));
