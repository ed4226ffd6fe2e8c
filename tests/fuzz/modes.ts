import fc, { type Arbitrary } from 'fast-check';
import { ProblemSchema } from '#adapters/wire/problem.ts';
import type { Answer } from '../support/http/client.ts';
import { breakages } from './breakages.ts';
import { type Call, callsTo, insiders, soundCallsTo } from './call.ts';
import { hostileTexts, textsWithHostile } from './hostile-texts.ts';
import { oddities } from './oddities.ts';
import type { Operation } from './operations.ts';

/** A way to make requests to an operation, each with what its answer must be beyond the contract. */
export type Mode = (operation: Operation) => Arbitrary<Call>;

/** Rules that hold beyond what a JSON Schema can say. */
const beyondSchemas = new Set([
  'ambiguous',
  'assignee-not-eligible',
  'blank',
  'common-password',
  'duplicate',
  'empty',
  'forbidden-character',
  'invalid',
  'invalid-address',
  'invalid-role',
  'invalid-scope',
  'not-public',
  'options-unfit',
  'personal-password',
  'unfit-expiry',
  'too-many-variables',
  'unfit-length',
  'unknown-category',
  'category-archived',
  'unknown-issuer',
  'unknown-macro',
  'unknown-organisation',
  'unknown-parent',
  'unknown-permission',
  'unknown-queue',
  'queue-archived',
  'unknown-requester',
  'unknown-scope',
  'unknown-status-label',
  'unknown-ticket',
  'unknown-variable',
  'wait-until-in-the-past',
  'wait-until-without-waiting',
]);

/** Whoever keeps to the schema is never told that the request is malformed. */
const refusedThough = ({ status, body }: Answer): string | undefined => {
  if ([400, 413, 415].includes(status)) return `keeps to the schema and was refused with ${status}`;
  const problem = ProblemSchema.safeParse(body).data;
  if (problem?.code !== 'validation-failed') return undefined;
  // what custom fields take is said where they are
  const unsaid = (problem.errors ?? []).filter(
    ({ path, code }) => !beyondSchemas.has(code) && !path.startsWith('customFields.'),
  );
  return unsaid.length === 0 ? undefined : `the schema does not say ${JSON.stringify(unsaid)}`;
};

const sound: Mode = (operation) =>
  soundCallsTo(operation).map((call) => ({ ...call, objection: refusedThough }));

/** Of these the fuzzed desk has none, and a path that misses the first of two ids is another path. */
const isNamedInVain = ({ path }: Operation): boolean =>
  /^\/v1\/(trusted-issuers|organisations|service-accounts|macros|canned-replies|categories|custom-fields|status-labels|bulk-jobs|me\/sessions|me\/access-tokens)\/|\}\/.+\{/.test(
    path,
  );

/** Who has erased themselves cannot do it again. */
const toldBefore = (operation: Operation): readonly number[] => {
  if (operation.operationId === 'eraseMyself') return [401];
  return isNamedInVain(operation) ? [404, 405] : [];
};

/** Requests with one thing wrong are refused for just that, unless something else is told before. */
const broken: Mode = (operation) =>
  fc.oneof(...breakages(operation)).map(({ call, refusedWith }) => ({
    ...call,
    objection: ({ status }) =>
      [refusedWith, ...toldBefore(operation)].includes(status)
        ? undefined
        : `should be refused with ${refusedWith}`,
  }));

const hostile: Mode = (operation) => {
  const calls = callsTo(operation, insiders, textsWithHostile);
  if (operation.body === undefined) return calls;
  const extended = fc
    .tuple(calls, hostileTexts, hostileTexts)
    .map(([call, name, text]) => ({ ...call, body: { ...Object(call.body), [name]: text } }));
  return fc.oneof({ weight: 4, arbitrary: calls }, { weight: 1, arbitrary: extended });
};

const odd: Mode = (operation) =>
  fc.tuple(soundCallsTo(operation), fc.array(oddities, { minLength: 1, maxLength: 3 })).map(([call, all]) => {
    let made = call;
    for (const oddity of all) made = { ...made, ...oddity(made) };
    return made;
  });

/** Without a good token nothing is told but that; what somebody may not see does not exist. */
const wrongToken: Mode = (operation) => {
  const unknown = soundCallsTo(operation, fc.constantFrom('nobody signed in', 'signed out', 'a forger')).map(
    (call) => ({
      ...call,
      sender: call.sender === 'signed in anew' ? ('nobody signed in' as const) : call.sender,
      objection: ({ status }: Answer) =>
        operation.signedIn && status !== 401 ? 'should be refused with 401' : undefined,
    }),
  );
  if (!operation.path.includes('{')) return unknown;
  const strangers = soundCallsTo(operation, fc.constant('dora')).map((call) => ({
    ...call,
    objection: ({ status }: Answer) => (status === 404 ? undefined : 'should not exist for a stranger'),
  }));
  return fc.oneof(unknown, strangers);
};

export const modes = {
  'what its schema allows': sound,
  'one thing wrong': broken,
  'hostile strings': hostile,
  'odd methods, paths, queries and headers': odd,
  'the wrong token': wrongToken,
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof modes;
