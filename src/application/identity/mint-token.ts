import type { Actor } from '#domain/access/actor.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { endOfToken, notHeld, type PersonalToken } from '#domain/identity/personal-token.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { tokenText } from '#domain/identity/token-text.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { SessionId, type UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

export type MintDeps = { readonly secrets: Secrets; readonly clock: Clock; readonly ids: IdSource };

export type TokenWanted = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date | undefined;
  /** Where it was asked for. */
  readonly address: string;
};

const longestAddress = 45;

/** Makes an access token of an owner who is held, for themselves or as somebody who manages them: whoever ends their sign-ins meanwhile waits, and ends this one too. */
export const mintToken = async (
  deps: MintDeps,
  tx: Transaction,
  { name, permissions, expiresAt: wanted, address }: TokenWanted,
  owner: Actor,
  by: UserId = owner.id,
): Promise<Decision<{ readonly token: PersonalToken; readonly text: string }, IdentityRefusal>> => {
  const missing = notHeld(owner, permissions);
  if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
  const createdAt = deps.clock.now();
  const expiresAt = endOfToken(wanted, createdAt);
  if (expiresAt === undefined) return refuse({ code: 'unfit-expiry' });

  const text = tokenText(deps.secrets.token());
  const token: PersonalToken = {
    id: SessionId(deps.ids.next()),
    user: owner.id,
    name,
    permissions: [...new Set(permissions)],
    createdAt,
    expiresAt,
    lastUsedAt: undefined,
  };
  const made = { hash: deps.secrets.digest(text), address: address.slice(0, longestAddress) };
  await tx.personalTokens.add(token, made);
  const after = { name, permissions: token.permissions, expiresAt };
  await tx.audit.append(
    by === owner.id
      ? { action: 'access-token-made', actor: by, subject: { kind: 'access-token', id: token.id }, after }
      : {
          action: 'service-token-made',
          actor: by,
          subject: { kind: 'user', id: owner.id },
          after: { token: token.id, ...after },
        },
  );
  return accept({ token, text });
};
