import type { RouteRow } from './route-rows.ts';

const everybodyButAda = ['carla', 'ben', 'lena', 'nobody'] as const;
const onIssuer = { names: 'issuer', hiddenFrom: everybodyButAda } as const;
const onUser = { names: 'user', hiddenFrom: ['dora', 'nobody'] } as const;
const onlyAda = { nobodyBecause: 'whoever sees it may do so' };

/** Who may say whose tokens are accepted, and who is who to them. */
export const embeddingRows = {
  listTrustedIssuers: { forbiddenTo: everybodyButAda },
  makeTrustedIssuer: {
    body: {
      name: 'Globex',
      issuer: 'https://id.globex.example',
      audience: 'hexdesk',
      jwksUrl: 'https://id.globex.example/jwks.json',
    },
    forbiddenTo: everybodyButAda,
  },
  readTrustedIssuer: { ...onIssuer, forbiddenTo: onlyAda },
  changeTrustedIssuer: { ...onIssuer, body: { name: 'Renamed' }, forbiddenTo: onlyAda },
  removeTrustedIssuer: { ...onIssuer, forbiddenTo: onlyAda },
  makeServiceAccount: { body: { name: 'Shop backend' }, forbiddenTo: everybodyButAda },
  makeServiceToken: {
    names: 'service',
    body: { name: 'Live', permissions: ['ticket:read'] },
    hiddenFrom: everybodyButAda,
    forbiddenTo: onlyAda,
  },
  listServiceTokens: { names: 'service', hiddenFrom: everybodyButAda, forbiddenTo: onlyAda },
  endServiceToken: { names: 'service', hiddenFrom: everybodyButAda, forbiddenTo: onlyAda },
  listExternalIdentities: { ...onUser, forbiddenTo: ['carla', 'ben', 'lena'] },
  linkExternalIdentity: {
    ...onUser,
    body: { issuer: 'https://id.acme.example', subject: 'carla' },
    forbiddenTo: ['carla', 'ben', 'lena'],
  },
  unlinkExternalIdentity: { ...onUser, forbiddenTo: ['carla', 'ben', 'lena'] },
} as const satisfies Readonly<Record<string, RouteRow>>;
