import { OpenAPIHono } from '@hono/zod-openapi';
import { clientFrames } from './live-client-frames.ts';
import { serverFrames } from './live-server-frames.ts';

type Frames = typeof clientFrames | typeof serverFrames;

const address = '/v1/live';
const channel = { $ref: '#/channels/live' };

/** Which frames answer which; everything else comes unasked. */
const answers = {
  subscribe: ['subscribed', 'refused'],
  unsubscribe: ['accepted', 'refused'],
  reply: ['accepted', 'refused'],
  typing: ['accepted', 'refused'],
  viewing: ['accepted', 'refused'],
  ping: ['pong', 'refused'],
} as const satisfies Record<keyof typeof clientFrames, readonly (keyof typeof serverFrames)[]>;

/** The AsyncAPI 3 document of the live connection, made of the very schemas that read and describe its frames. */
export const asyncApiDocument = ({
  version,
  publicUrl,
}: {
  readonly version: string;
  readonly publicUrl: string;
}): object => {
  const { host, pathname, protocol } = new URL(publicUrl);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hexdesk live',
      version,
      description:
        'Facts of tickets as they happen, resumable from a cursor; replies and presence. One WebSocket, JSON text frames of at most 64 KiB.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      this: {
        host,
        ...(pathname === '/' ? {} : { pathname }),
        protocol: protocol === 'https:' ? 'wss' : 'ws',
        security: [
          { $ref: '#/components/securitySchemes/bearer' },
          { $ref: '#/components/securitySchemes/ticket' },
        ],
      },
    },
    channels: { live: { address, messages: messagesOf({ ...clientFrames, ...serverFrames }), bindings } },
    operations: { ...takes(), tells: { action: 'send', channel, messages: refs(Object.keys(serverFrames)) } },
    components: { messages: components(), schemas: schemas(), securitySchemes },
  };
};

const bindings = {
  ws: {
    method: 'GET',
    query: {
      type: 'object',
      properties: {
        ticket: {
          type: 'string',
          description:
            'From `POST /v1/live/tickets`: good once, for 30 seconds. Browsers, which cannot set headers, need it.',
        },
      },
    },
    bindingVersion: '0.1.0',
  },
};

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'For servers.' },
  ticket: { type: 'httpApiKey', name: 'ticket', in: 'query', description: 'For browsers.' },
};

const messagesOf = (frames: Frames) =>
  Object.fromEntries(Object.keys(frames).map((type) => [type, { $ref: `#/components/messages/${type}` }]));

const refs = (types: readonly string[]) =>
  types.map((type) => ({ $ref: `#/channels/live/messages/${type}` }));

const takes = () =>
  Object.fromEntries(
    Object.entries(answers).map(([type, replies]) => [
      type,
      { action: 'receive', channel, messages: refs([type]), reply: { channel, messages: refs(replies) } },
    ]),
  );

const components = () =>
  Object.fromEntries(
    Object.keys({ ...clientFrames, ...serverFrames }).map((type) => [
      type,
      { name: type, payload: { $ref: `#/components/schemas/${schemaName(type)}` } },
    ]),
  );

const schemaName = (type: string): string => `${type.charAt(0).toUpperCase()}${type.slice(1)}Frame`;

/** The generator of the OpenAPI document: both documents describe facts, messages and problems in the same words. */
const schemas = (): object => {
  const documented = new OpenAPIHono();
  for (const [type, schema] of Object.entries({ ...clientFrames, ...serverFrames }))
    documented.openAPIRegistry.register(schemaName(type), schema);
  const { components } = documented.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: '', version: '' },
  });
  return components?.schemas ?? {};
};
