import {
  type KeyRefusal,
  outlivedFrom,
  outlivedKeys,
  publishedAhead,
  rotationIsDue,
  signingKeyAt,
} from '#domain/identity/key-rotation.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { SigningKey, SigningKeySource, SigningKeys } from '../ports/signing-keys.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = {
  readonly signingKeys: SigningKeys;
  readonly signingKeySource: SigningKeySource;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
};

/** A signing key as people look at it: never its private half. */
export type KeyView = Pick<SigningKey, 'kid' | 'createdAt' | 'signsFrom'> & {
  readonly state: 'published' | 'signing' | 'replaced';
  /** When it will be thrown away, if that is known. */
  readonly keptUntil: Date | undefined;
};

export type ListSigningKeys = () => Promise<readonly KeyView[]>;

/** Every signing key and what it does now, oldest first. */
export const listSigningKeys =
  ({ signingKeys, clock }: Deps): ListSigningKeys =>
  async () => {
    const keys = await signingKeys.all();
    const at = clock.now();
    const signing = signingKeyAt(keys, at);
    return keys.map((key) => ({
      kid: key.kid,
      createdAt: key.createdAt,
      signsFrom: key.signsFrom,
      state: key === signing ? 'signing' : key.signsFrom > at ? 'published' : 'replaced',
      keptUntil: outlivedFrom(keys, key),
    }));
  };

/** `published` gives everybody time to learn of the new key before it signs; `at-once` is for a key that has leaked. */
export type RotateSigningKeys = (start: 'published' | 'at-once') => Promise<Decision<SigningKey, KeyRefusal>>;

/** Makes the key that follows the newest. Of those who do so at the same moment one makes it. */
export const rotateSigningKeys =
  (deps: Deps): RotateSigningKeys =>
  async (start) => {
    const { signingKeys, signingKeySource, unitOfWork, clock } = deps;
    const at = clock.now();
    const newest = (await signingKeys.all()).at(-1);
    if (start === 'published' && newest !== undefined && newest.signsFrom > at) {
      return refuse({ code: 'rotation-under-way', signsFrom: newest.signsFrom });
    }
    const signsFrom = start === 'published' ? after(at, publishedAhead) : at;
    // keys are in the order they were made, also two of one moment
    const createdAt = newest === undefined || newest.createdAt < at ? at : after(newest.createdAt, 1);
    const key = await signingKeySource.make({ createdAt, signsFrom, follows: newest?.kid });
    const isAdded = await unitOfWork.run(async (tx) => {
      if (!(await signingKeys.add(key))) return false;
      const subject = { kind: 'signing-key', id: key.kid };
      await tx.audit.append({
        action: 'signing-key-rotated',
        actor: undefined,
        subject,
        after: { signsFrom },
      });
      return true;
    });
    return isAdded ? accept(key) : refuse({ code: 'rotated-meanwhile' });
  };

export type RetireSigningKey = (kid: string) => Promise<Decision<{ readonly kid: string }, KeyRefusal>>;

/** Throws a key away before its time: whatever it has signed is void, on every node within seconds. */
export const retireSigningKey =
  (deps: Deps): RetireSigningKey =>
  async (kid) => {
    const keys = await deps.signingKeys.all();
    if (signingKeyAt(keys, deps.clock.now())?.kid === kid) return refuse({ code: 'key-in-use' });
    return (await isRemoved(deps, kid)) ? accept({ kid }) : refuse({ code: 'key-unknown' });
  };

const isRemoved = ({ signingKeys, unitOfWork }: Deps, kid: string): Promise<boolean> =>
  unitOfWork.run(async (tx) => {
    if (!(await signingKeys.remove(kid))) return false;
    const subject = { kind: 'signing-key', id: kid };
    await tx.audit.append({ action: 'signing-key-retired', actor: undefined, subject });
    return true;
  });

export type TendSigningKeys = (everyDays: number) => Promise<readonly string[]>;

/** Does what is due: publishes the next key, and throws away those that no good token was signed with. Tells what it did. */
export const tendSigningKeys =
  (deps: Deps): TendSigningKeys =>
  async (everyDays) => {
    const keys = await deps.signingKeys.all();
    const at = deps.clock.now();
    const did: string[] = [];
    for (const { kid } of outlivedKeys(keys, at)) {
      if (await isRemoved(deps, kid)) did.push(`threw away ${kid}`);
    }
    if (rotationIsDue(keys, everyDays, at)) {
      const rotated = await rotateSigningKeys(deps)('published');
      if (rotated.ok) did.push(`published ${rotated.outcome.kid}`);
    }
    return did;
  };
