import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { judgeUse } from '#domain/identity/rotation.ts';
import { isOpen } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { RefreshToken } from '../ports/session-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { queueSecurityLetter } from './security-letters.ts';
import { type SignedIn, signedIn } from './signed-in.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly accessTokens: AccessTokens;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type RefreshSession = (command: {
  readonly refreshToken: string;
}) => Promise<Decision<SignedIn, IdentityRefusal>>;

/**
 * Exchanges a refresh token for its successor. The successor is derived from the token, so that an honest repeat gets
 * the same one although only digests are kept; any other second use ends the session and warns its owner.
 */
export const refreshSession =
  (deps: Deps): RefreshSession =>
  async ({ refreshToken }) => {
    const hash = deps.secrets.digest(refreshToken);
    const session = await deps.unitOfWork.run(async (tx) => (await tx.sessions.refreshToken(hash))?.session);
    if (session === undefined) return refuse({ code: 'invalid-refresh-token' });
    const tooMany = await deps.attempts.count('refresh', session);
    if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });

    const successor = deps.secrets.derive(refreshToken, 'next refresh token');
    const successorHash = deps.secrets.digest(successor);
    const use = await deps.unitOfWork.run((tx) => useToken(deps, tx, { hash, successorHash }));
    switch (use.kind) {
      case 'refreshed':
        return accept(await signedIn(deps.accessTokens, { ...use, refreshToken: successor }));
      case 'reused':
        tellEnded(deps, [use.session]);
        return refuse({ code: 'invalid-refresh-token' });
      case 'void':
        return refuse({ code: 'invalid-refresh-token' });
    }
  };

type Use =
  | { readonly kind: 'refreshed'; readonly user: User; readonly session: SessionId }
  | { readonly kind: 'reused'; readonly session: SessionId }
  | { readonly kind: 'void' };

type Hashes = { readonly hash: string; readonly successorHash: string };

const useToken = async (deps: Deps, tx: Transaction, { hash, successorHash }: Hashes): Promise<Use> => {
  const at = deps.clock.now();
  const token = await tx.sessions.refreshToken(hash);
  const signIn = token && (await tx.sessions.find(token.session));
  const user = signIn && (await tx.users.find(signIn.user));
  if (!token || !signIn || !isOpen(signIn, at) || user?.status !== 'active') return { kind: 'void' };

  const refreshed = { kind: 'refreshed', user, session: signIn.id } as const;
  switch (judgeUse(token, { successor: await tx.sessions.refreshToken(successorHash), at })) {
    case 'first-use':
      await tx.sessions.rotate(token, at, following(token, successorHash));
      await tx.sessions.touch(signIn.id, at);
      return refreshed;
    case 'repeat':
      return refreshed;
    case 'reuse': {
      await tx.sessions.revoke(signIn.id, at);
      await tx.audit.append({
        action: 'refresh-token-reused',
        actor: undefined,
        subject: { kind: 'user', id: user.id },
        after: { endedSession: signIn.id },
      });
      await queueSecurityLetter(deps, tx, { to: user, news: { kind: 'refresh-token-reused' }, at });
      return { kind: 'reused', session: signIn.id };
    }
  }
};

const following = ({ session, generation }: RefreshToken, hash: string): RefreshToken => ({
  hash,
  session,
  generation: generation + 1,
  usedAt: undefined,
});
