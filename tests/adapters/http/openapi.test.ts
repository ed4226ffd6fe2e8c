import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from '#bootstrap/http.ts';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';

type Schema = {
  readonly description?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
};
type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;
  };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
};
type Document = {
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
};

let desk: Desk;
let document: Document;
beforeAll(async () => {
  desk = await startEmbeddedDesk();
  document = (await desk.withToken(undefined).get<Document>('/openapi.json')).body;
});
afterAll(() => desk.close());

/** Every operation under a name that a reader finds. */
const operations = () =>
  Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

/** What of the document is not as it should be. */
const wanting = (check: (operation: Operation) => boolean): readonly string[] =>
  operations().flatMap(({ name, operation }) => (check(operation) ? [] : [name]));

describe('the contract', () => {
  test('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document) as Record<string, unknown>)).toEqual({
      valid: true,
    });
    expect(validator.version).toBe('3.1');
  });

  test('names this version and the public address', () => {
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(document.servers).toEqual([{ url: 'https://desk.example.org' }]);
  });

  test('holds the routes that are served, and no others', () => {
    const served = allRoutes(desk.hexdesk.container, () => false).map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(served.toSorted());
  });

  test('gives every operation a name of its own, a summary and a tag that is explained', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(wanting(({ summary = '' }) => summary.length > 3 && !summary.endsWith('.'))).toEqual([]);
    const explained = new Set(document.tags.flatMap(({ name, description }) => (description ? [name] : [])));
    expect(wanting(({ tags = [] }) => tags.length === 1 && tags.every((tag) => explained.has(tag)))).toEqual(
      [],
    );
  });

  test('asks for the bearer token exactly where the server does', () => {
    const signedIn = allRoutes(desk.hexdesk.container, () => false)
      .filter((route) => route.signedIn)
      .map(({ operationId }) => operationId);
    const secured = operations().filter(({ operation }) => operation.security?.length === 1);
    expect(secured.map(({ operation }) => operation.operationId).toSorted()).toEqual(signedIn.toSorted());
  });

  test('explains every parameter and every answer', () => {
    const silent = operations().flatMap(({ name, operation }) => [
      ...(operation.parameters ?? [])
        .filter(({ description = '' }) => description === '')
        .map((parameter) => `${name}: ${parameter.in} ${parameter.name}`),
      ...Object.entries(operation.responses)
        .filter(([, { description }]) => description === '')
        .map(([status]) => `${name}: ${status}`),
    ]);
    expect(silent).toEqual([]);
  });

  test('says of every request body that it takes nothing else', () => {
    const open = operations().flatMap(({ name, operation }) => {
      const ref = operation.requestBody?.content['application/json']?.schema.$ref;
      if (operation.requestBody === undefined) return [];
      const schema = ref && document.components.schemas[ref.replace('#/components/schemas/', '')];
      return schema && schema.additionalProperties === false ? [] : [name];
    });
    expect(open).toEqual([]);
  });

  test('has an example of each of the main bodies, each true to its schema', () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema(document, 'contract');
    const wrong = Object.entries(document.components.schemas).flatMap(([name, { example }]) => {
      if (example === undefined) return [];
      return ajv.validate({ $ref: `contract#/components/schemas/${name}` }, example)
        ? []
        : [`${name}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
    const shown = Object.keys(document.components.schemas).filter(
      (name) => document.components.schemas[name]?.example !== undefined,
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        'Credentials',
        'Invitation',
        'Message',
        'NewMessage',
        'NewQueue',
        'NewTicket',
        'Registration',
        'Ticket',
        'TicketRevision',
      ]),
    );
    for (const { value } of Object.values(document.components.examples)) {
      expect(ajv.validate({ $ref: 'contract#/components/schemas/Problem' }, value)).toBe(true);
    }
  });
});

describe('the reference', () => {
  const ask = (path: string) => desk.hexdesk.app.request(path);

  test('is a page that loads what it needs from here alone, and may', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await ask(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i);
      const policy = page.headers.get('content-security-policy') ?? '';
      for (const allowed of [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
      ]) {
        expect(policy.split('; ')).toContain(allowed);
      }
      const html = await page.text();
      const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
      expect(loaded.every((address) => address.startsWith('/'))).toBe(true);
      expect(html).not.toMatch(/<script>|<style|onload|javascript:/);
    }
  });

  test.each([
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/docs/start.js', 'text/javascript; charset=utf-8'],
    ['/docs/favicon-32x32.png', 'image/png'],
  ])('has %s', async (path, type) => {
    const file = await ask(path);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe(type);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await file.bytes()).length).toBeGreaterThan(100);
  });

  test.each(['/docs/package.json', '/docs/index.html', '/docs/..%2fpackage.json', '/docs/../package.json'])(
    'has no %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
