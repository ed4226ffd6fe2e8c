import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import type { Erasure } from '#domain/privacy/erasure.ts';
import { pseudonymOf } from '#domain/privacy/pseudonym.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import { isLastAdmin } from '../access/last-admin.ts';
import { tellEnded } from '../identity/tell-ended.ts';
import type { ErasureJournal } from '../ports/erasure-journal.ts';
import type { ErasurePolicy } from '../ports/erasure-policy.ts';
import type { Logger } from '../ports/logger.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { type EraseTextsDeps, eraseSomeTexts } from './erase-texts.ts';

export type ErasePersonDeps = EraseTextsDeps & {
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly erasureJournal: ErasureJournal;
  readonly erasurePolicy: ErasurePolicy;
  readonly logger: Logger;
};

export type ErasePerson = (id: UserId, actor: Actor) => Promise<Decision<'erased', IdentityRefusal>>;

/** Erases somebody else, for those who may; nobody who holds rights beyond their own. */
export const erasePerson =
  (deps: ErasePersonDeps): ErasePerson =>
  async (id, actor) => {
    if (!holdsGlobally(actor, 'user:erase'))
      return refuse({ code: 'not-permitted', permission: 'user:erase' });
    if (id === actor.id) return refuse({ code: 'own-account' });
    return eraseFor(deps, id, {
      actor: actor.id,
      check: async ({ grants }) => {
        const missing = grants.map((grant) => beyond(actor, grant)).find((one) => one !== undefined);
        return missing && { code: 'not-permitted', permission: missing };
      },
    });
  };

type Wish = {
  readonly actor: UserId | undefined;
  /** A reason not to, judged while the person is held. */
  readonly check: (person: User, tx: Transaction) => Promise<IdentityRefusal | undefined>;
  /** What was wished for before, when it is done again. */
  readonly again?: Erasure;
};

/** How much of the texts is erased at once; the rest follows in the background. */
const stepsAtOnce = 25;

/**
 * Erases a person: at once who they were and every way in, and then what they wrote. The last admin stays, unless they
 * were erased before and a backup brought them back.
 */
export const eraseFor = async (
  deps: ErasePersonDeps,
  id: UserId,
  { actor, check, again }: Wish,
): Promise<Decision<'erased', IdentityRefusal>> => {
  const erasure = again ?? { user: id, at: deps.clock.now(), texts: deps.erasurePolicy.texts };
  const decision = await deps.unitOfWork.run(async (tx): Promise<Decision<Ended, IdentityRefusal>> => {
    const person = await tx.users.hold(id);
    if (person === undefined || person.status === 'erased') return refuse({ code: 'not-found' });
    const no = await check(person, tx);
    if (no) return refuse(no);
    if (again === undefined && (await isLastAdmin(tx, id))) return refuse({ code: 'last-admin' });
    const ended = await tx.sessions.revokeAllOf(id, deps.clock.now());
    const pseudonym = pseudonymOf(id);
    await tx.users.replace({ ...person, ...pseudonym, status: 'erased', grants: [] });
    await tx.personalData.eraseIdentity(id, pseudonym);
    await tx.personalData.begin(erasure);
    await tx.audit.append({ action: 'user-erased', actor, subject: { kind: 'user', id } });
    return accept(ended);
  });
  if (!decision.ok) return decision;
  await noteOutside(deps, erasure);
  deps.principals.forgetUser(id);
  tellEnded(deps, decision.outcome);
  await eraseSome(deps, id);
  return accept('erased');
};

/** They are erased, whatever becomes of the list outside: what it lacks is written later. */
const noteOutside = async ({ erasureJournal, logger }: ErasePersonDeps, erasure: Erasure): Promise<void> => {
  try {
    await erasureJournal.add([erasure]);
  } catch (err) {
    logger.error(
      { err },
      'the list of erasures outside of the database cannot be written; it is tried again',
    );
  }
};

type Ended = readonly SessionId[];

const eraseSome = async (deps: ErasePersonDeps, id: UserId): Promise<void> => {
  for (let steps = 0; steps < stepsAtOnce; steps += 1) {
    const running = await deps.erasures.running(id);
    if (running === undefined || !(await eraseSomeTexts(deps, running))) return;
  }
};
