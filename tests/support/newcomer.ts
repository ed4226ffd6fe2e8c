import type { Authenticated } from '#application/identity/authenticate.ts';
import type { SignedIn } from '#application/identity/signed-in.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Decision } from '#domain/shared/decision.ts';
import type { IdentityDesk } from './identity-desk.ts';
import { address, password } from './identity-people.ts';
import { theLetter } from './letters.ts';

/** Carla before anybody knows her. */
export const carlaSigningUp = {
  email: address('carla@example.org'),
  password: password('correct horse battery staple'),
  firstName: 'Carla',
  lastName: 'Customer',
};

/** Somebody at this address, with Carla's password. */
export const at = (email: string) => ({ ...carlaSigningUp, email: address(email) });

/** Registers somebody and proves the address by the mailed code. */
export const signUp = async (
  desk: IdentityDesk,
  who: typeof carlaSigningUp = carlaSigningUp,
): Promise<void> => {
  await desk.register(who);
  const { code } = theLetter(await desk.takeMails(), 'verification-code');
  outcomeOf(await desk.verifyEmail({ email: who.email, code }));
};

/** Signs somebody in; it must work. */
export const signIn = async (
  desk: IdentityDesk,
  who: { readonly email: EmailAddress; readonly password: string } = carlaSigningUp,
): Promise<SignedIn> => outcomeOf(await desk.logIn({ ...who, address: '192.0.2.1', userAgent: 'a test' }));

/** Whom an access token is of; nobody is a mistake in the test. */
export const whoIs = async (desk: IdentityDesk, accessToken: string): Promise<Authenticated> => {
  const who = await desk.authenticate(accessToken);
  if (who === undefined) throw new Error('nobody is signed in');
  return who;
};

/** Signs Carla in, who has signed up, once more. */
export const signedIn = async (desk: IdentityDesk): Promise<Authenticated> =>
  whoIs(desk, (await signIn(desk)).accessToken);

/** What was allowed; a refusal is a mistake in the test. */
export const outcomeOf = <Outcome>(decision: Decision<Outcome, { readonly code: string }>): Outcome => {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  return decision.outcome;
};
