import type { RouteRow } from './route-rows.ts';

const aboutOneself = { nobodyBecause: 'it is about whoever asks' };
const everybodyElse = ['dora', 'ben', 'ada', 'nobody'] as const;
const password = 'not the right password';

/** Who may use which route about one's own sign-ins. */
export const signInRows: Readonly<Record<string, RouteRow>> = {
  listMySessions: { forbiddenTo: aboutOneself },
  endMySession: { names: 'session', hiddenFrom: everybodyElse, forbiddenTo: aboutOneself },
  endMyOtherSessions: { forbiddenTo: aboutOneself },
  readMySecondFactor: { forbiddenTo: aboutOneself },
  beginSecondFactor: { body: { password }, forbiddenTo: aboutOneself },
  activateSecondFactor: { body: { code: '123456' }, forbiddenTo: aboutOneself },
  renewRecoveryCodes: { body: { password, code: '123456' }, forbiddenTo: aboutOneself },
  removeSecondFactor: { body: { password, code: '123456' }, forbiddenTo: aboutOneself },
  makeAccessToken: {
    body: { name: 'Nightly report', permissions: ['ticket:read'] },
    forbiddenTo: ['nobody'],
  },
  listMyAccessTokens: { forbiddenTo: aboutOneself },
  endMyAccessToken: { names: 'token', hiddenFrom: everybodyElse, forbiddenTo: aboutOneself },
};
