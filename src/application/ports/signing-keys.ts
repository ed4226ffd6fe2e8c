/** A key that access tokens are signed with: both halves, as JSON Web Keys (RFC 7517). */
export type SigningKey = {
  readonly kid: string;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateJwk: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
};

/** The signing keys that all nodes share. The private halves are kept sealed. */
export interface SigningKeys {
  /** Every key in use, oldest first; all nodes agree on the order. */
  all(): Promise<readonly SigningKey[]>;
  /** Keeps a key; one that is kept already stays as it is. */
  add(key: SigningKey): Promise<void>;
}
