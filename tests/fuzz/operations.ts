import { isRecord, type Schema, schemaFrom } from './json-schema.ts';

/** A place in a request beside its body. */
export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
};

/** An operation of the API as its document describes the request. */
export type Operation = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly signedIn: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
};

/** Every operation of an OpenAPI document. */
export const operationsOf = (document: object): readonly Operation[] => {
  const paths = 'paths' in document ? document.paths : undefined;
  return entries(paths).flatMap(([path, methods]) =>
    entries(methods).map(([method, raw]) => operationOf(document, path, method, raw)),
  );
};

const operationOf = (document: object, path: string, method: string, raw: unknown): Operation => {
  if (!isRecord(raw)) throw new TypeError(`${method} ${path} is no operation`);
  const body = at(raw, 'requestBody', 'content', 'application/json', 'schema');
  return {
    operationId: String(raw['operationId']),
    method: method.toUpperCase(),
    path,
    signedIn: raw['security'] !== undefined,
    parameters: list(raw['parameters']).map((one) => ({
      name: String(at(one, 'name')),
      in: placeOf(at(one, 'in')),
      required: at(one, 'required') === true,
      schema: schemaFrom(at(one, 'schema'), document),
    })),
    body: body === undefined ? undefined : schemaFrom(body, document),
  };
};

const placeOf = (place: unknown): Parameter['in'] => {
  if (place === 'path' || place === 'query' || place === 'header') return place;
  throw new TypeError(`the fuzzer knows no parameters in ${String(place)}`);
};

const entries = (value: unknown) => (isRecord(value) ? Object.entries(value) : []);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a document holds under these names. */
export const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((node, name) => (isRecord(node) ? node[name] : undefined), value);
