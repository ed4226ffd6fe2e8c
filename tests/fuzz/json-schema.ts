/** A JSON Schema as far as the contract uses it. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Whether there may be further properties, or what they are. */
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
};

const known = new Set(
  'type const enum minLength maxLength pattern format minimum maximum minItems maxItems items properties required additionalProperties anyOf oneOf'.split(
    ' ',
  ),
);
const saysNothing = new Set([
  'description',
  'title',
  'default',
  'example',
  'examples',
  'deprecated',
  'discriminator',
]);

/** A schema without references. @throws for a keyword that values are not made by, so that none is overlooked. */
export const schemaFrom = (raw: unknown, root: object): Schema => {
  if (!isRecord(raw)) throw new TypeError(`no schema: ${JSON.stringify(raw)}`);
  if (typeof raw['$ref'] === 'string') return schemaFrom(pointedAt(root, raw['$ref']), root);
  const unknown = Object.keys(raw).filter((name) => !known.has(name) && !saysNothing.has(name));
  if (unknown.length > 0) throw new TypeError(`the fuzzer does not know ${unknown.join(', ')}`);
  const { items, properties, additionalProperties, oneOf, anyOf = oneOf, ...rest } = raw;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: schemaFrom(items, root) }),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.map((one) => schemaFrom(one, root)) } : {}),
    ...furtherIn(additionalProperties, root),
    ...(isRecord(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, schemaFrom(one, root)]),
          ),
        }
      : {}),
  };
};

const furtherIn = (further: unknown, root: object): Pick<Schema, 'additionalProperties'> => {
  if (isRecord(further)) return { additionalProperties: schemaFrom(further, root) };
  return typeof further === 'boolean' ? { additionalProperties: further } : {};
};

/** The types a schema allows. */
export const typesOf = ({ type }: Schema): readonly string[] =>
  typeof type === 'string' ? [type] : (type ?? []);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pointedAt = (root: object, pointer: string): unknown =>
  pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((node, name) => (isRecord(node) ? node[name] : undefined), root);
