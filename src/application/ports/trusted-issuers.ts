import type { TrustedIssuer, Vouched } from '#domain/identity/trusted-issuer.ts';
import type { IssuerId, SessionId, UserId } from '#domain/shared/ids.ts';

/** The issuers that are trusted, and who is who to them, inside one transaction. */
export interface IssuerStore {
  all(): Promise<readonly TrustedIssuer[]>;
  find(id: IssuerId): Promise<TrustedIssuer | undefined>;
  /** The issuer whose tokens name themselves so, held until the transaction ends so that trust does not end meanwhile. */
  holdNamed(issuer: string): Promise<TrustedIssuer | undefined>;
  /** @throws {IssuerKnown} when one of this `iss` is trusted already. */
  add(issuer: TrustedIssuer): Promise<void>;
  /** Replaces all but the id and the time of creation. @throws {IssuerKnown} */
  replace(issuer: TrustedIssuer): Promise<void>;
  /** Ends the trust; who is who stays known, in case it comes back. */
  remove(id: IssuerId): Promise<void>;

  identity(issuer: string, subject: string): Promise<ExternalIdentity | undefined>;
  identitiesOf(user: UserId): Promise<readonly ExternalIdentity[]>;
  /** The sessions of everybody an issuer vouches for. */
  sessionsOf(issuer: string): Promise<readonly SessionId[]>;
  /** Everybody an issuer vouches for who holds more than the role of a customer. */
  staffOf(issuer: string): Promise<readonly UserId[]>;
  /** @throws {IdentityLinked} when this subject is somebody already, or the user has another subject of this issuer. */
  addIdentity(identity: ExternalIdentity): Promise<void>;
  /** Remembers the session that an identity is signed in with. */
  signedIn(identity: ExternalIdentity, by: ExternalSession): Promise<void>;
  removeIdentity(identity: ExternalIdentity): Promise<void>;
}

/** Who somebody is to an issuer: one subject is one user, and a user is one subject of each issuer. */
export type ExternalIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly user: UserId;
  /** The session they are signed in with by it; absent before the first time. */
  readonly session: SessionId | undefined;
  /** What was issued up to this moment is void: they have signed out since. */
  readonly validFrom: Date;
};

/** The session of a subject, open or not, and from when on tokens count for it. */
export type ExternalSession = { readonly session: SessionId; readonly validFrom: Date };

/** An issuer of this name is trusted already. */
export class IssuerKnown extends Error {
  readonly code = 'issuer-known';
}

/** The subject is somebody else's, or the user is another subject already. */
export class IdentityLinked extends Error {
  readonly code = 'identity-linked';
}

/** The sessions that people have by trusted issuers, remembered for a moment. */
export interface ExternalSessions {
  /** `undefined` for a subject that has never signed in. */
  of(issuer: string, subject: string): Promise<ExternalSession | undefined>;
  forget(issuer: string, subject: string): void;
}

/** Tokens of trusted issuers: JWTs signed by them with a key they publish, for Hexdesk, in time, and short-lived. */
export interface ForeignTokens {
  /** What a token says if a trusted issuer vouches for it; `undefined` for everything else. */
  verify(token: string): Promise<Vouched | undefined>;
}
