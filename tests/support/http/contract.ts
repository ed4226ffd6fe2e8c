import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Header = { readonly required?: boolean; readonly $ref?: string };
type Answered = {
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
};
type Operation = { readonly operationId: string; readonly responses: Readonly<Record<string, Answered>> };

/** An OpenAPI document as far as answers are held to it. */
export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly headers: Readonly<Record<string, Header>> };
};

export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

/** Holds answers to the OpenAPI document: @throws for a status, media type, header or field that it does not declare. */
export type Contract = (exchange: Exchange) => void;

/** Problems of the API as a whole, which no operation declares: it is none of them that answers. */
const beyondOperations: Readonly<Record<number, string>> = { 404: 'not-found', 405: 'method-not-allowed' };

export const contractOf = (document: Document): Contract => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(closed(document), 'contract');
  const validators = new Map<string, ValidateFunction>();
  const validate = (pointer: string, value: unknown): string | undefined => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `contract#${pointer}` });
    validators.set(pointer, known);
    return known(value) ? undefined : ajv.errorsText(known.errors);
  };

  return (exchange) => {
    const { method, path, status, headers, text } = exchange;
    const broken = (why: string): never => {
      throw new Error(`${method} ${path} answered ${status} against the contract: ${why}\n${text}`);
    };
    if (headers.get('x-request-id') === null) broken('it has no request id');
    if (method === 'OPTIONS' && status === 204) return;
    if (method === 'HEAD' && text !== '') broken('it has a body');
    const found = operationOf(document, method, path);
    if (found === undefined) {
      if (method === 'HEAD' && status in beyondOperations) return;
      const code = (JSON.parse(text) as { code?: string }).code;
      if (code !== beyondOperations[status]) broken('no operation is declared');
      const wrong = validate('/components/schemas/Problem', JSON.parse(text));
      return wrong === undefined ? undefined : broken(wrong);
    }
    const declared = found.operation.responses[status];
    if (declared === undefined) return broken('the status is not declared');
    for (const [name, header] of Object.entries(declared.headers ?? {})) {
      const { required } = header.$ref ? (document.components.headers[name] ?? {}) : header;
      if (required && headers.get(name) === null) broken(`it has no ${name}`);
    }
    if (method === 'HEAD') return;
    if (declared.content === undefined) return text === '' ? undefined : broken('it has a body');
    const mediaType = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (declared.content[mediaType] === undefined) broken(`the media type "${mediaType}" is not declared`);
    const pointer = [
      'paths',
      found.path,
      found.method,
      'responses',
      `${status}`,
      'content',
      mediaType,
      'schema',
    ];
    const wrong = validate(pointer.map((part) => `/${escaped(part)}`).join(''), JSON.parse(text));
    if (wrong !== undefined) broken(wrong);
  };
};

const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Objects of ours have the fields they declare, and no others, unless they say so. */
const closed = <Schema>(schema: Schema): Schema => {
  if (Array.isArray(schema)) return schema.map(closed) as Schema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isOpen = inner['type'] !== 'object' || 'additionalProperties' in inner;
  return (isOpen ? inner : { ...inner, additionalProperties: false }) as Schema;
};

const operationOf = (document: Document, method: string, path: string) => {
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  const segments = path
    .replace(/(?<=.)\/$/, '')
    .split('/')
    .map(decoded);
  for (const [template, operations] of Object.entries(document.paths)) {
    const parts = template.split('/');
    const fits =
      parts.length === segments.length &&
      parts.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));
    const operation = operations[name];
    if (fits && operation !== undefined) return { path: template, method: name, operation };
  }
  return undefined;
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
