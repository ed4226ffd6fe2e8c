import type { Container } from 'inversify';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { serviceAddress } from '#domain/identity/email-address.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { UserId } from '#domain/shared/ids.ts';
import { noon } from '../tickets.ts';
import { trustedAcme } from '../trusted-acme.ts';

const backend = UserId('01957b3e-9c00-7b20-9a01-2f6c1d7e4a51');

/** A program of Acme's. */
export const shopBackend: User = {
  id: backend,
  kind: 'service',
  email: serviceAddress(backend),
  firstName: 'Shop backend',
  lastName: '',
  status: 'active',
  grants: [customerGrant],
  createdAt: noon,
};

/** Makes a desk trust it, and know its program. */
export const trust = (container: Container): Promise<void> =>
  resolve(container, tokens.unitOfWork).run(async (tx) => {
    await tx.issuers.add(trustedAcme);
    await tx.users.add(shopBackend);
  });
