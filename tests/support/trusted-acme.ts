import type { TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import { IssuerId } from '#domain/shared/ids.ts';
import { noon } from './tickets.ts';

/** An issuer as an admin would trust it, whom nobody can reach. */
export const trustedAcme: TrustedIssuer = {
  id: IssuerId('01957b3e-9c00-7f70-9a01-2f6c1d7e4a01'),
  name: 'Acme',
  issuer: 'https://id.acme.example',
  audience: 'hexdesk',
  jwksUrl: 'https://id.acme.example/jwks.json',
  algorithms: ['RS256', 'ES256'],
  claims: { email: 'email', firstName: 'given_name', lastName: 'family_name', externalId: undefined },
  role: 'customer',
  emailsAreProven: false,
  queues: [],
  longestTokenMinutes: 60,
  createdAt: noon,
};
