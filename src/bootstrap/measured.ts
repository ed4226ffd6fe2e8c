import type { Measurements } from '#application/ports/measurements.ts';
import type { OutboundMail } from '#application/ports/outbound-mail.ts';
import type { UseCases } from '#application/use-cases.ts';

type Call = (...given: unknown[]) => Promise<unknown>;

/** The same use cases, each timed and counted by how it ends. */
export const measuredUseCases = (useCases: UseCases, measurements: Measurements): UseCases =>
  Object.fromEntries(
    Object.entries(useCases).map(([name, call]) => [name, measured(name, call as Call, measurements)]),
  ) as UseCases;

const measured =
  (name: string, call: Call, measurements: Measurements): Call =>
  async (...given) => {
    const began = performance.now();
    const end = (outcome: string): void =>
      measurements.useCase({ name, outcome, seconds: (performance.now() - began) / 1000 });
    try {
      const result = await call(...given);
      end(outcomeOf(result));
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  };

/** A decision tells by its refusal; everything else that comes back is an answer. */
const outcomeOf = (result: unknown): string => {
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok === true) return 'ok';
  const { refusal } = result as { readonly refusal?: { readonly code?: string } };
  return refusal?.code ?? 'refused';
};

/** The same mails to be sent, with every try counted. */
export const measuredOutboundMail = (mails: OutboundMail, measurements: Measurements): OutboundMail => ({
  ...mails,
  sent: async (mail, at) => {
    await mails.sent(mail, at);
    measurements.mail({ letter: mail.letter.kind, outcome: 'sent' });
  },
  retry: async (mail, reason, dueAt) => {
    await mails.retry(mail, reason, dueAt);
    measurements.mail({ letter: mail.letter.kind, outcome: 'retried' });
  },
  dead: async (mail, reason, at) => {
    await mails.dead(mail, reason, at);
    measurements.mail({ letter: mail.letter.kind, outcome: 'dead' });
  },
});
