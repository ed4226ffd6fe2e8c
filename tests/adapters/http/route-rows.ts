import type { CastName } from '../../support/http/sign-ins.ts';
import { ben } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { accessRows } from './access-rows.ts';
import { embeddingRows } from './embedding-rows.ts';
import { fieldRows } from './field-rows.ts';
import { shortcutRows } from './shortcut-rows.ts';
import { signInRows } from './sign-in-rows.ts';

/** A route anybody may use without signing in, and why that is right. */
type OpenRow = { readonly openBecause: string };

/** A route for those who are signed in. */
type SignedInRow = {
  /** A body that is right in itself. */
  readonly body?: unknown;
  /**
   * What its path names: carla's ticket in billing, the queue billing, carla herself, a custom role, Acme, her session,
   * access token or bulk job, a category, a custom field for staff alone, a status label,
   * or nothing.
   */
  readonly names?:
    | 'ticket'
    | 'queue'
    | 'user'
    | 'role'
    | 'organisation'
    | 'issuer'
    | 'category'
    | 'custom-field'
    | 'status-label'
    | 'service'
    | 'macro'
    | 'canned-reply'
    | 'session'
    | 'job'
    | 'token';
  /** For whom what the path names does not exist. */
  readonly hiddenFrom?: readonly CastName[];
  /** Who may see what it names, and may not do this; or why there is nobody. */
  readonly forbiddenTo: readonly CastName[] | { readonly nobodyBecause: string };
};

export type RouteRow = OpenRow | SignedInRow;

const strangers = ['dora', 'sam', 'nobody'] as const;
const onTicket = { names: 'ticket', hiddenFrom: strangers } as const;
const onJob = { names: 'job', hiddenFrom: ['dora', 'ben', 'lena', 'ada', 'nobody'] } as const;
const aboutOneself = { nobodyBecause: 'it is about whoever asks' };

/** Who may use which route. A route without a row fails the suite. */
export const routeRows: Readonly<Record<string, RouteRow>> = {
  register: { openBecause: 'nobody has an account before they have one' },
  verifyEmail: { openBecause: 'nobody can sign in before the address is proven' },
  sendVerificationCode: { openBecause: 'nobody can sign in before the address is proven' },
  logIn: { openBecause: 'this is how one signs in' },
  refreshSession: { openBecause: 'the refresh token is the proof' },
  requestPasswordReset: { openBecause: 'whoever forgot the password cannot sign in' },
  resetPassword: { openBecause: 'the mailed token is the proof' },
  readKeys: { openBecause: 'public keys are public' },
  live: { openBecause: 'probes have no account; it tells nothing' },
  ready: { openBecause: 'probes have no account; it tells nothing but that' },
  openApi: { openBecause: 'the contract is public' },
  asyncApi: { openBecause: 'the contract is public' },
  openLive: { openBecause: 'the upgrade has its own check; without one it only says 426' },

  logOut: { forbiddenTo: aboutOneself },
  readMe: { forbiddenTo: aboutOneself },
  readNotificationPreferences: { forbiddenTo: aboutOneself },
  setNotificationPreferences: { body: { email: {} }, forbiddenTo: aboutOneself },
  changeMyself: { body: { firstName: 'Somebody' }, forbiddenTo: aboutOneself },
  changePassword: {
    body: { currentPassword: 'not the current one', newPassword: 'a tram full of quiet geese' },
    forbiddenTo: aboutOneself,
  },
  ...signInRows,
  ...fieldRows,
  issueLiveTicket: { forbiddenTo: aboutOneself },
  inviteUser: {
    body: { email: 'new@example.org', firstName: 'New', lastName: 'Example', role: 'admin' },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
  listUsers: { forbiddenTo: ['carla', 'nobody'] },
  changeUser: {
    names: 'user',
    body: { status: 'active' },
    hiddenFrom: ['dora', 'nobody'],
    forbiddenTo: ['carla', 'ben', 'lena'],
  },
  takeSecondFactor: {
    names: 'user',
    hiddenFrom: ['dora', 'nobody'],
    forbiddenTo: ['carla', 'ben', 'lena'],
  },
  resendInvitation: {
    names: 'user',
    hiddenFrom: ['dora', 'nobody'],
    forbiddenTo: ['carla', 'ben', 'lena'],
  },
  readUser: {
    names: 'user',
    hiddenFrom: ['dora', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever sees somebody may read them' },
  },

  ...accessRows,
  ...embeddingRows,
  ...shortcutRows,

  openTicket: { body: { subject: 'Charged twice', body: 'Please help' }, forbiddenTo: ['nobody'] },
  listTags: { forbiddenTo: ['carla', 'dora', 'nobody'] },
  listTickets: { forbiddenTo: { nobodyBecause: 'everybody may list what they may see' } },
  readTicket: { ...onTicket, forbiddenTo: { nobodyBecause: 'whoever sees it may read it' } },
  listMessages: { ...onTicket, forbiddenTo: { nobodyBecause: 'whoever sees it may read its thread' } },
  listFacts: { ...onTicket, forbiddenTo: { nobodyBecause: 'whoever sees it may read its history' } },
  reviseTicket: { ...onTicket, body: { priority: 'high' }, forbiddenTo: ['carla'] },
  startBulkJob: {
    body: { ticketIds: [billing.id], changes: { priority: 'high' } },
    forbiddenTo: { nobodyBecause: 'each of its tickets is refused by itself' },
  },
  listBulkJobs: { forbiddenTo: aboutOneself },
  readBulkJob: { ...onJob, forbiddenTo: aboutOneself },
  cancelBulkJob: { ...onJob, forbiddenTo: aboutOneself },
  replyToTicket: { ...onTicket, body: { kind: 'internal', body: 'Watch out' }, forbiddenTo: ['carla'] },
  redactMessage: { ...onTicket, forbiddenTo: ['carla', 'ben'] },
  claimTicket: { ...onTicket, forbiddenTo: ['carla'] },
  releaseTicket: { ...onTicket, forbiddenTo: ['carla'] },
  stealTicket: { ...onTicket, forbiddenTo: ['carla', 'ben'] },
  assignTicket: { ...onTicket, body: { userId: ben.id }, forbiddenTo: ['carla', 'ben'] },
  closeTicket: { ...onTicket, forbiddenTo: ['carla'] },
  deleteTicket: { ...onTicket, forbiddenTo: ['carla'] },
  listParticipants: { ...onTicket, forbiddenTo: { nobodyBecause: 'whoever sees it may know who reads it' } },
  listLinks: {
    ...onTicket,
    forbiddenTo: { nobodyBecause: 'whoever sees it may know what of its links they see' },
  },
  linkTickets: { ...onTicket, body: { ticketId: billing.id, kind: 'related' }, forbiddenTo: ['carla'] },
  unlinkTickets: { ...onTicket, forbiddenTo: ['carla'] },
  readReadMarker: { ...onTicket, forbiddenTo: { nobodyBecause: 'whoever sees it may read it' } },
  moveReadMarker: {
    ...onTicket,
    body: { seq: 1 },
    forbiddenTo: { nobodyBecause: 'whoever sees it may have read it' },
  },
  listReadMarkers: { forbiddenTo: { nobodyBecause: 'it is about whoever asks' } },
  addParticipant: { ...onTicket, forbiddenTo: ['carla'] },
  removeParticipant: { ...onTicket, forbiddenTo: ['carla'] },
  mergeTickets: { ...onTicket, body: { into: billing.id }, forbiddenTo: ['carla'] },
  undoMerge: { ...onTicket, forbiddenTo: ['carla'] },
  reopenTicket: { ...onTicket, forbiddenTo: ['carla'] },

  readRetention: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever sees a queue may know its rules' },
  },
  setRetention: {
    names: 'queue',
    body: { days: 30 },
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  exportMyself: { forbiddenTo: aboutOneself },
  eraseMyself: { body: { password: 'not the right one' }, forbiddenTo: aboutOneself },
  eraseUser: { names: 'user', hiddenFrom: ['dora', 'nobody'], forbiddenTo: ['carla', 'ben', 'lena'] },
  listAudit: { forbiddenTo: ['carla', 'ben', 'lena', 'nobody'] },

  listQueues: { forbiddenTo: ['carla', 'nobody'] },
  countTickets: { forbiddenTo: ['carla', 'nobody'] },
  readQueue: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever sees it may read it' },
  },
  listQueueMembers: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever works a queue knows who else does' },
  },
  setQueueMember: {
    names: 'queue',
    body: { role: 'agent' },
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  removeQueueMember: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  takeNextTicket: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever works a queue may take from it' },
  },
  reviseQueue: {
    names: 'queue',
    body: { reopenWindowDays: 7 },
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  archiveQueue: {
    names: 'queue',
    hiddenFrom: ['carla', 'sam', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  listCategories: { forbiddenTo: { nobodyBecause: 'whoever raises tickets says what they are about' } },
  readCategory: { names: 'category', forbiddenTo: { nobodyBecause: 'everybody may know what there is' } },
  makeCategory: { body: { name: 'Money' }, forbiddenTo: ['carla', 'ben', 'lena', 'nobody'] },
  reviseCategory: {
    names: 'category',
    body: { name: 'Money' },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
  makeQueue: { body: { name: 'Returns' }, forbiddenTo: ['carla', 'ben', 'lena', 'nobody'] },
};

/** What names nothing: a well-formed id and a number that nobody has, and what is no id at all. */
export const namesOfNothing = [
  billing.id.replace(/.$/, 'f'),
  '999999',
  'nothing',
  '0',
  '-1',
  '%00',
  '..%2f..',
];
