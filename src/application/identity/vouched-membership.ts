import type { TrustedIssuer, Vouched } from '#domain/identity/trusted-issuer.ts';
import type { User } from '#domain/identity/user.ts';
import { isUuid, OrganisationId } from '#domain/shared/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

type Naming = Pick<Vouched, 'organisation'> & { readonly issuer: Pick<TrustedIssuer, 'name'> };

/** Makes somebody who is new a member of the organisation that their token names; one that nobody knows is left out. */
export const joinNamed = async (
  { logger }: { readonly logger: Logger },
  tx: Transaction,
  { issuer, organisation: named }: Naming,
  user: Pick<User, 'id' | 'organisation'>,
): Promise<OrganisationId | undefined> => {
  if (named === undefined || user.organisation !== undefined) return user.organisation;
  const organisation = await heldNamed(tx, named);
  if (organisation === undefined) {
    logger.warn(
      { issuer: issuer.name, user: user.id, organisation: named },
      'a trusted issuer names an organisation that is not there',
    );
    return undefined;
  }
  await tx.organisations.enter(user.id, organisation);
  return organisation;
};

/** The organisation, held so that it is there until its new member is. */
const heldNamed = async (tx: Transaction, named: string): Promise<OrganisationId | undefined> => {
  const id = named.toLowerCase();
  const found =
    (await tx.organisations.withExternalId(named)) ??
    (isUuid(id) ? await tx.organisations.find(OrganisationId(id)) : undefined);
  return (found && (await tx.organisations.hold(found.id)))?.id;
};
