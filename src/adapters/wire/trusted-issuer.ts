import type { ExternalIdentity } from '#application/ports/trusted-issuers.ts';
import {
  foreignAlgorithms,
  type IssuerRefusal,
  isKeyAddress,
  issuedRoles,
  longestForeignName,
  type TrustedIssuer,
} from '#domain/identity/trusted-issuer.ts';
import type { Problem } from './problem.ts';
import { breach } from './refusal-problem.ts';
import { line, queueId, shownId, shownMoment, shownName, z } from './schemas.ts';

const claim = line({ min: 1, max: 100 });

/** Compared as it is: nothing is trimmed, cut or folded. */
const foreignName = line({ min: 1, max: longestForeignName }).refine((name) => !/\s/u.test(name), {
  message: 'must not contain spaces',
  params: { code: 'forbidden-character' },
});

const jwksUrl = line({ min: 1, max: 1000 })
  .refine(isKeyAddress, {
    message: 'must be an https address, or an http one of this machine, without credentials and fragment',
    params: { code: 'invalid-address' },
  })
  .openapi({ format: 'uri', example: 'https://id.example.org/.well-known/jwks.json' });

const ClaimNamesSchema = z
  .strictObject({
    email: claim.default('email'),
    firstName: claim.default('given_name'),
    lastName: claim.default('family_name'),
    externalId: claim.nullable().default(null).openapi({ description: 'Not taken over without it.' }),
    organisation: claim.nullable().default(null).openapi({
      description:
        'Names the organisation they join, by its externalId or its id. Nobody joins one without it.',
    }),
  })
  .openapi('ClaimNames');

const algorithms = z
  .array(z.enum(foreignAlgorithms))
  .min(1)
  .max(foreignAlgorithms.length)
  .openapi({ description: 'How its tokens may be signed.' });
const role = z
  .enum(issuedRoles)
  .openapi({ description: 'What those it makes known become; at most what you could grant.' });
const queueIds = z.array(queueId).max(100).openapi({ description: 'Where those it makes staff work.' });
const minutes = z
  .int()
  .min(1)
  .max(1440)
  .openapi({ description: 'The longest time from `iat` to `exp` of its tokens.' });

const emailsAreProven = z.boolean().openapi({
  description: 'Whether the addresses it names are proven, where a token has no `email_verified`.',
});

const fields = {
  name: shownName({ min: 1, max: 100 }),
  issuer: foreignName.openapi({ description: 'The `iss` of its tokens, to the letter.' }),
  audience: foreignName.openapi({ description: 'The `aud` of those that are for Hexdesk.' }),
  jwksUrl,
};

export const NewIssuerSchema = z
  .strictObject({
    ...fields,
    algorithms: algorithms.default(['RS256', 'PS256', 'ES256', 'EdDSA']),
    claims: ClaimNamesSchema.prefault({}),
    role: role.default('customer'),
    emailsAreProven: emailsAreProven.default(false),
    queueIds: queueIds.default([]),
    longestTokenMinutes: minutes.default(60),
  })
  .openapi('NewTrustedIssuer', {
    example: {
      name: 'Acme',
      issuer: 'https://id.acme.example',
      audience: 'hexdesk',
      jwksUrl: 'https://id.acme.example/.well-known/jwks.json',
    },
  });

export const IssuerChangeSchema = z
  .strictObject({
    name: fields.name.optional(),
    issuer: fields.issuer.optional(),
    audience: fields.audience.optional(),
    jwksUrl: jwksUrl.optional(),
    algorithms: algorithms.optional(),
    claims: ClaimNamesSchema.optional(),
    role: role.optional(),
    emailsAreProven: emailsAreProven.optional(),
    queueIds: queueIds.optional(),
    longestTokenMinutes: minutes.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('TrustedIssuerChange', { example: { audience: 'support' } });

export const IssuerSchema = z
  .object({
    id: shownId,
    name: z.string(),
    issuer: z.string(),
    audience: z.string(),
    jwksUrl: z.string(),
    algorithms: z.array(z.enum(foreignAlgorithms)),
    claims: z.object({
      email: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      externalId: z.string().nullable(),
      organisation: z.string().nullable(),
    }),
    role: z.enum(issuedRoles),
    emailsAreProven: z.boolean(),
    queueIds: z.array(shownId),
    longestTokenMinutes: z.int(),
    createdAt: shownMoment,
  })
  .openapi('TrustedIssuer');

export const presentIssuer = (issuer: TrustedIssuer) => ({
  id: issuer.id,
  name: issuer.name,
  issuer: issuer.issuer,
  audience: issuer.audience,
  jwksUrl: issuer.jwksUrl,
  algorithms: issuer.algorithms,
  claims: {
    email: issuer.claims.email,
    firstName: issuer.claims.firstName,
    lastName: issuer.claims.lastName,
    externalId: issuer.claims.externalId ?? null,
    organisation: issuer.claims.organisation ?? null,
  },
  role: issuer.role,
  emailsAreProven: issuer.emailsAreProven,
  queueIds: issuer.queues,
  longestTokenMinutes: issuer.longestTokenMinutes,
  createdAt: issuer.createdAt,
});

export const LinkSchema = z
  .strictObject({ issuer: fields.issuer, subject: line({ min: 1, max: longestForeignName }) })
  .openapi('ExternalIdentityLink', {
    example: { issuer: 'https://id.acme.example', subject: 'user-4711' },
  });

export const issuerQuery = z.strictObject({
  issuer: fields.issuer.optional().openapi({ description: 'To this one; to all of them without it.' }),
});

export const IdentitiesSchema = z
  .object({
    items: z.array(
      z
        .object({ issuer: z.string(), subject: z.string() })
        .openapi('ExternalIdentity', { description: 'Who somebody is to a trusted issuer.' }),
    ),
    nextCursor: z.null(),
  })
  .openapi('ExternalIdentityList');

export const presentIdentities = (identities: readonly ExternalIdentity[]) => ({
  items: identities.map(({ issuer, subject }) => ({ issuer, subject })),
  nextCursor: null,
});

/** What a refusal about issuers is called outside. A new one does not compile until somebody decides that. */
export const issuerProblem = (refusal: IssuerRefusal): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'issuer-known':
    case 'identity-linked':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'too-many-issuers':
      return { code: refusal.code, facts: { most: refusal.most } };
    case 'unknown-queue':
      return breach('queueIds', refusal.code, 'must be queues that exist');
    case 'unknown-issuer':
      return breach('issuer', refusal.code, 'must be an issuer that is trusted');
  }
};
