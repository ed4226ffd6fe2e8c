import { ada } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import type { RouteRow } from './route-rows.ts';

const onUser = { names: 'user', hiddenFrom: ['dora', 'nobody'] } as const;
const onRole = { names: 'role', hiddenFrom: ['carla', 'ben', 'nobody'] } as const;
const onOrganisation = { names: 'organisation', hiddenFrom: ['carla', 'nobody'] } as const;
const everybodyButAda = ['carla', 'ben', 'lena', 'nobody'] as const;

/** Who may say who may do what. */
export const accessRows = {
  listRoles: { forbiddenTo: ['carla', 'ben', 'nobody'] },
  makeRole: { body: { name: 'Auditor', permissions: ['ticket:read'] }, forbiddenTo: everybodyButAda },
  readRole: { ...onRole, forbiddenTo: { nobodyBecause: 'whoever sees it may read it' } },
  reviseRole: { ...onRole, body: { name: 'Renamed' }, forbiddenTo: ['lena'] },
  deleteRole: { ...onRole, forbiddenTo: ['lena'] },

  listGrants: { ...onUser, forbiddenTo: ['ben', 'lena'] },
  giveGrant: {
    ...onUser,
    body: { role: 'agent', scope: `queue:${billing.id}` },
    forbiddenTo: ['carla', 'ben', 'lena'],
  },
  takeGrant: { ...onUser, forbiddenTo: ['carla', 'ben', 'lena'] },

  listOrganisations: { forbiddenTo: ['carla', 'nobody'] },
  makeOrganisation: { body: { name: 'Initech' }, forbiddenTo: everybodyButAda },
  readOrganisation: { ...onOrganisation, forbiddenTo: { nobodyBecause: 'whoever sees it may read it' } },
  reviseOrganisation: { ...onOrganisation, body: { name: 'Renamed' }, forbiddenTo: ['ben', 'lena'] },
  deleteOrganisation: { ...onOrganisation, forbiddenTo: ['ben', 'lena'] },
  listMembers: { ...onOrganisation, forbiddenTo: { nobodyBecause: 'members are told in another test' } },
  addMember: { ...onOrganisation, forbiddenTo: ['ben', 'lena'] },
  removeMember: { ...onOrganisation, forbiddenTo: ['ben', 'lena'] },

  explainAccess: {
    body: { permission: 'ticket:open', userId: ada.id },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
} as const satisfies Readonly<Record<string, RouteRow>>;
