import fc, { type Arbitrary } from 'fast-check';
import type { Answer } from '../support/http/client.ts';
import type { CastName } from '../support/http/sign-ins.ts';
import { nobody, paul } from '../support/people.ts';
import { hints, type Kind, some } from './known-things.ts';
import type { Operation, Parameter } from './operations.ts';
import { soundTexts, type Texts } from './texts.ts';
import { valuesOf } from './values.ts';

/** Who sends a call: somebody of the cast, or somebody without a good token. */
export type Sender = CastName | 'signed in anew' | 'nobody signed in' | 'signed out' | 'a forger';

/** A request to an operation before what it names is looked up, and how it may be answered. */
export type Call = {
  readonly operation: Operation;
  readonly sender: Sender;
  readonly method: string;
  /** The path with its parameters still to be put in. */
  readonly path: string;
  readonly named: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  /** Appended to the query as it is. */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sent in place of the body. */
  readonly raw: string | Uint8Array<ArrayBuffer> | undefined;
  /** What is wrong with an answer that the contract allows, if anything is. */
  readonly objection: (answer: Answer) => string | undefined;
};

/** Calls that are right in themselves, with strings as `texts` makes them. */
export const callsTo = (operation: Operation, senders: Arbitrary<Sender>, texts: Texts): Arbitrary<Call> => {
  // nearly everybody who sends this one is turned away, and nothing else is learned
  const parametersIn = (place: Parameter['in']) =>
    operation.parameters.filter((one) => one.in === place && one.name !== 'On-Behalf-Of');
  const { method, path, body, operationId } = operation;
  return fc
    .record({
      sender: senderOf(operationId, senders),
      named: fc.record(
        Object.fromEntries(parametersIn('path').map((one) => [one.name, idIn(operation, texts)])),
      ),
      query: queryOf(parametersIn('query'), texts),
      headers: headersOf(parametersIn('header'), texts),
      body: body === undefined ? fc.constant(undefined) : valuesOf(body, texts),
    })
    .map((made) => ({
      ...made,
      operation,
      method,
      path,
      rawQuery: '',
      raw: undefined,
      objection: () => undefined,
    }));
};

/** Whoever is not there any more afterwards is somebody whom nobody else needs. */
const senderOf = (operationId: string, senders: Arbitrary<Sender>): Arbitrary<Sender> => {
  if (operationId === 'logOut') return fc.constant('signed in anew');
  return operationId === 'eraseMyself' ? fc.constant('nobody') : senders;
};

/** What paths name, by how they begin. */
const namedIn: Readonly<
  Record<string, readonly (Kind | 'queueId' | 'userId' | 'roleId' | 'organisationId')[]>
> = {
  '/v1/tickets/{id}': ['ticket', 'number'],
  '/v1/queues/{id}': ['queueId'],
  '/v1/users/{id}': ['userId'],
  '/v1/trusted-issuers/{id}': ['queueId'],
  '/v1/service-accounts/{id}': ['userId'],
  '/v1/me/sessions/{id}': ['queueId'],
  '/v1/me/access-tokens/{id}': ['queueId'],
  '/v1/roles/{id}': ['roleId'],
  '/v1/macros/{id}': ['queueId'],
  '/v1/canned-replies/{id}': ['queueId'],
  '/v1/organisations/{id}': ['organisationId'],
  '/v1/categories/{id}': ['queueId'],
  '/v1/custom-fields/{id}': ['queueId'],
  '/v1/status-labels/{id}': ['queueId'],
  '/v1/bulk-jobs/{id}': ['queueId'],
};

/** Ids in a path: of things that exist, or whatever `texts` makes of them. */
const idIn = ({ path, operationId }: Operation, texts: Texts): Arbitrary<string> => {
  if (operationId === 'eraseUser') return texts({ enum: [nobody.id] }, '');
  // whoever is suspended by it sends nothing else
  if (operationId === 'changeUser') return texts({ enum: [paul.id] }, '');
  const kinds = Object.entries(namedIn).find(([prefix]) => path.startsWith(prefix))?.[1];
  if (kinds === undefined) throw new TypeError(`the fuzzer does not know what ${path} names`);
  const existing = kinds.map((kind) =>
    kind === 'queueId' || kind === 'userId' || kind === 'roleId' || kind === 'organisationId'
      ? texts({ enum: hints[kind] ?? [] }, '')
      : texts({ enum: known(kind) }, ''),
  );
  return fc.oneof(...existing);
};

const known = (kind: Kind) => Array.from({ length: 40 }, (_, which) => some(kind, which));

/** Every subset of the parameters; those that take a list are given up to three times. */
const queryOf = (parameters: readonly Parameter[], texts: Texts): Arbitrary<Call['query']> =>
  fc
    .tuple(
      ...parameters.map(({ name, schema }) => {
        const values = valuesOf(schema, texts, name).map((value) =>
          [value].flat().map((one) => [name, String(one)] as const),
        );
        return fc.option(values, { nil: [], freq: 2 });
      }),
    )
    .map((all) => all.flat());

const headersOf = (parameters: readonly Parameter[], texts: Texts): Arbitrary<Call['headers']> =>
  fc
    .tuple(
      ...parameters.map(({ name, schema }) => {
        const fields = valuesOf(schema, texts, name).map((value) => [[name, fieldValue(value)] as const]);
        return fc.option(fields, { nil: [], freq: 2 });
      }),
    )
    .map((all) => Object.fromEntries(all.flat()));

/** What a header field can carry at all (RFC 9110, 5.5). */
export const fieldValue = (value: unknown): string =>
  String(value)
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?')
    .trim();

/** Somebody who works with the tickets that are fuzzed, or raised them. */
export const insiders: Arbitrary<Sender> = fc.constantFrom('carla', 'ben', 'lena', 'ada');

/** Calls as clients that keep to the schema make them. */
export const soundCallsTo = (operation: Operation, senders: Arbitrary<Sender> = insiders): Arbitrary<Call> =>
  callsTo(operation, senders, soundTexts);
