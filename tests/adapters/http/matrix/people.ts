import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { Grant } from '#domain/access/actor.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { customerGrant, grantsFor, type User } from '#domain/identity/user.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { after, days } from '#domain/shared/duration.ts';
import { type OrganisationId, QueueId, SessionId, UserId } from '#domain/shared/ids.ts';
import type { Desk } from '../../../support/desk.ts';
import type { Client } from '../../../support/http/client.ts';
import { organise } from '../../../support/http/organised.ts';
import type { CastName } from '../../../support/http/sign-ins.ts';
import { address } from '../../../support/mails.ts';
import { billing, shipping } from '../../../support/queues.ts';
import { acme, everywhere, globex, inOrganisation, inQueue } from '../../../support/roles.ts';
import { noon } from '../../../support/tickets.ts';

/** A queue that nobody works, for tickets to be moved to. */
export const attic: Queue = {
  ...billing,
  id: QueueId('01957b3e-9c00-7a10-8f10-6d1f0c3a5e09'),
  name: 'Attic',
};

/** Somebody of the matrix: signed in, with the token and the address they have. */
export type Somebody = { readonly who: string; readonly client: Client; readonly token: string };

type Newcomer = { readonly grants: readonly Grant[]; readonly organisation?: OrganisationId };

/** Those who stand to the ticket as the cast does. */
const known: Readonly<Record<string, CastName>> = {
  requester: 'carla',
  participant: 'paul',
  stranger: 'dora',
  nobody: 'nobody',
  'agent-here': 'bea',
  holder: 'ben',
  'agent-there': 'sam',
  lead: 'lena',
  admin: 'ada',
};

const newcomers: Readonly<Record<string, Newcomer>> = {
  colleague: { grants: [customerGrant], organisation: acme },
  'bound-elsewhere': { grants: [inQueue('customer', shipping)], organisation: acme },
  'agent-of-acme': { grants: [inOrganisation('agent', acme)] },
  'agent-of-globex': { grants: [inOrganisation('agent', globex), customerGrant] },
  'agent-all': { grants: [everywhere('agent')] },
  reader: { grants: [customerGrant] },
  'note-reader': { grants: [customerGrant] },
  'lone-replier': { grants: grantsFor('customer', []) },
};

/** What the custom roles of the matrix allow, and where they are granted. */
const customRoles: Readonly<
  Record<string, { readonly permissions: readonly string[]; readonly scope: string }>
> = {
  reader: { permissions: ['ticket:read', 'ticket:solve:assigned'], scope: `queue:${billing.id}` },
  'note-reader': { permissions: ['ticket:read-internal'], scope: 'global' },
  'lone-replier': { permissions: ['ticket:reply'], scope: `queue:${billing.id}` },
};

/** Access tokens: whose they are, and what is all that they may do. */
const accessTokens: Readonly<
  Record<string, { readonly of: CastName; readonly permissions: readonly Permission[] }>
> = {
  'admin-to-read': { of: 'ada', permissions: ['ticket:read'] },
  'holder-to-answer': { of: 'ben', permissions: ['ticket:read', 'ticket:reply'] },
};

/** Whether letters to the owner are letters to this one too. */
export const hasMailbox = (who: string): boolean => accessTokens[who] === undefined;

/** Signs in everybody of the matrix; custom roles are made and granted over the API. */
export const everybodyOn = async (desk: Desk): Promise<readonly Somebody[]> => {
  await organise(desk.hexdesk.container);
  const unitOfWork = resolve(desk.hexdesk.container, tokens.unitOfWork);
  const issuer = resolve(desk.hexdesk.container, tokens.accessTokens);
  await unitOfWork.run((tx) => tx.queues.add(attic));
  const somebody: Somebody[] = [];
  for (const [who, name] of Object.entries(known))
    somebody.push({ who, client: desk.as(name), token: await desk.tokenOf(name) });
  for (const [index, [who, { grants, organisation }]] of Object.entries(newcomers).entries()) {
    const user: User = {
      id: UserId(idOf('b30', index)),
      email: address(`${who}@example.org`),
      firstName: who,
      lastName: 'Example',
      status: 'active',
      grants,
      createdAt: noon,
    };
    const session = {
      id: SessionId(idOf('e60', index)),
      user: user.id,
      createdAt: noon,
      lastUsedAt: noon,
      expiresAt: after(noon, days(1)),
      address: '127.0.0.1',
      userAgent: 'a test',
      revokedAt: undefined,
    };
    await unitOfWork.run(async (tx) => {
      await tx.users.add(user);
      if (organisation !== undefined) await tx.organisations.enter(user.id, organisation);
      const refresh = { hash: `of ${who}`, session: session.id, generation: 1, usedAt: undefined };
      await tx.sessions.add(session, refresh);
    });
    const { token } = await issuer.issue(user.id, session.id);
    somebody.push({ who, client: desk.withToken(token), token });
    await grantCustomRole(desk, who, user.id);
  }
  for (const [name, { of, permissions }] of Object.entries(accessTokens)) {
    const made = await desk.as(of).post<{ token: string }>('/v1/me/access-tokens', { name, permissions });
    const { token } = made.body;
    somebody.push({ who: name, client: desk.withToken(token), token });
  }
  const nobody = await desk.as('nobody').get<{ id: string }>('/v1/me');
  await desk.as('ada').put(`/v1/organisations/${acme}/members/${nobody.body.id}`);
  return somebody;
};

const grantCustomRole = async (desk: Desk, who: string, user: UserId): Promise<void> => {
  const custom = customRoles[who];
  if (custom === undefined) return;
  const wanted = { name: `The ${who}`, permissions: custom.permissions };
  const { body } = await desk.as('ada').post<{ id: string }>('/v1/roles', wanted);
  const granted = await desk
    .as('ada')
    .post(`/v1/users/${user}/grants`, { role: body.id, scope: custom.scope });
  if (granted.status !== 201) throw new Error(granted.text);
};

const idOf = (kind: string, index: number): string =>
  `01957b3e-9c00-7${kind}-a000-${String(index + 1).padStart(12, '0')}`;
