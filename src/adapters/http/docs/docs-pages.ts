import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { protection } from '../respond.ts';

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Only what comes from here may run; Swagger UI writes styles into its own page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hexdesk API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"><noscript>The contract itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** Tries go to where the page came from, whatever the address that the contract names. */
const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  requestInterceptor: (request) => {
    const { pathname, search } = new URL(request.url, location.href);
    request.url = location.origin + pathname + search;
    return request;
  },
});
`;

/** What {@link docsPages} answers. */
export const docsResources = [
  '/docs',
  '/docs/start.js',
  ...Object.keys(files).map((file) => `/docs/${file}`),
].map((path) => ({ method: 'get', path }) as const);

/** The interactive reference: Swagger UI from our own disk, nothing from elsewhere. */
export const docsPages = (): Hono => {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const pages = new Hono();
  pages.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries({ ...protection, 'content-security-policy': policy })) {
      if (name !== 'cache-control' || !context.res.headers.has(name)) context.header(name, value);
    }
  });
  pages.get('/', (context) => context.html(page));
  pages.get('/start.js', (context) =>
    context.body(start, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  for (const [file, type] of Object.entries(files)) {
    pages.get(`/${file}`, async (context) =>
      context.body(new Uint8Array(await readFile(join(folder, file))), 200, {
        'content-type': type,
        'cache-control': 'public, max-age=3600',
      }),
    );
  }
  return pages;
};
