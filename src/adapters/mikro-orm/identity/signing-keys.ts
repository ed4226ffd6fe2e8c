import type { SecretBox } from '#application/ports/secret-box.ts';
import type { SigningKey, SigningKeys } from '#application/ports/signing-keys.ts';
import type { Session } from '../session.ts';

const purpose = (kid: string): string => `signing key ${kid}`;

/** Signing keys in the database, their private halves sealed. */
export const mikroOrmSigningKeys = (session: Session, secretBox: SecretBox): SigningKeys => ({
  all: () =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('signing_keys')
        .selectAll()
        .orderBy('created_at')
        .orderBy('kid')
        .execute();
      return rows.map((row) => ({
        kid: row.kid,
        publicJwk: parsed(row.public_jwk),
        privateJwk: parsed(secretBox.open(row.sealed_private_jwk, purpose(row.kid))),
        createdAt: session.dialect.fromMoment(row.created_at),
        signsFrom: session.dialect.fromMoment(row.signs_from ?? row.created_at),
        follows: row.follows || undefined,
      }));
    }),

  add: (key) =>
    session.transaction(async () => {
      try {
        await session
          .db()
          .insertInto('signing_keys')
          .values(toRow(session, secretBox, key))
          .execute();
        return true;
      } catch (error) {
        if (session.dialect.classify(error) !== 'duplicate') throw error;
        return false;
      }
    }),

  remove: (kid) =>
    session.transaction(async () => {
      const { numDeletedRows } = await session
        .db()
        .deleteFrom('signing_keys')
        .where('kid', '=', kid)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    }),
});

const toRow = ({ dialect }: Session, secretBox: SecretBox, key: SigningKey) => ({
  kid: key.kid,
  public_jwk: JSON.stringify(key.publicJwk),
  sealed_private_jwk: secretBox.seal(JSON.stringify(key.privateJwk), purpose(key.kid)),
  created_at: dialect.toMoment(key.createdAt),
  signs_from: dialect.toMoment(key.signsFrom),
  follows: key.follows ?? '',
});

const parsed = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;
