/** A key that access tokens are signed with: both halves, as JSON Web Keys (RFC 7517). */
export type SigningKey = {
  readonly kid: string;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateJwk: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  /** From when on tokens are signed with it; until then it is only published. */
  readonly signsFrom: Date;
  /** The key that it comes after; `undefined` for the first. */
  readonly follows: string | undefined;
};

/** The signing keys that all nodes share. The private halves are kept sealed. */
export interface SigningKeys {
  /** Every key in use, oldest first; all nodes agree on the order. */
  all(): Promise<readonly SigningKey[]>;
  /** Keeps a key, and tells whether it did: one key follows another, and of those made at once the first stays. */
  add(key: SigningKey): Promise<boolean>;
  /** Throws a key away, and tells whether it was there. */
  remove(kid: string): Promise<boolean>;
}

/** Makes signing keys. */
export interface SigningKeySource {
  make(times: Pick<SigningKey, 'createdAt' | 'signsFrom' | 'follows'>): Promise<SigningKey>;
}
