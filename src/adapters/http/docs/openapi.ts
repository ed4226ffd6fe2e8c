import { OpenAPIHono } from '@hono/zod-openapi';
import { type Problem, type ProblemCode, problemBody, problems } from '../../wire/problem.ts';
import { breach } from '../../wire/refusal-problem.ts';
import type { Route } from '../route.ts';
import { introduction, tagDescriptions } from './introduction.ts';
import { operationOf, sharedHeaders } from './operation.ts';

/** The contract, made of the very routes the server runs. */
export const openApiDocument = (
  routes: readonly Route[],
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string },
) => {
  const documented = new OpenAPIHono();
  const registry = documented.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `accessToken` of `POST /v1/auth/login`.',
  });
  for (const [name, header] of Object.entries(sharedHeaders)) {
    registry.registerComponent('headers', name, { ...header, schema: { type: 'string' } });
  }
  for (const code of Object.keys(problems) as ProblemCode[]) {
    registry.registerComponent('examples', code, { value: problemBody(exampleOf(code), exampleRequestId) });
  }
  for (const route of routes) registry.registerPath(operationOf(route));
  return documented.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Hexdesk',
      version,
      description: introduction,
      license: { name: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({
      name,
      ...(tagDescriptions[name] === undefined ? {} : { description: tagDescriptions[name] }),
    })),
  });
};

const exampleRequestId = '6f1c2d3e-0a4b-4c5d-8e9f-001122334455';

/** A problem as readers may meet it. */
const exampleOf = (code: ProblemCode): Problem =>
  code === 'validation-failed' ? breach('subject', 'too-long', 'must have at most 200 characters') : { code };
