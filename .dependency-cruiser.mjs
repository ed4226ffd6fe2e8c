/** The dependency rule, executable: arrows point inwards, and every technology has one home. */
const domain = '^src/domain/';
const application = '^src/application/';
const adapters = '^src/adapters/';
const bootstrap = '^src/bootstrap/';
const wire = '^src/adapters/wire/';

/** What may be imported where; packages that are not listed may be used by every adapter and by bootstrap. */
const homes = {
  hono: { packages: 'hono|@hono/node-server', home: ['^src/adapters/http/'] },
  'zod-openapi': { packages: '@hono/zod-openapi', home: ['^src/adapters/http/', wire] },
  ws: { packages: '(@types/)?ws', home: ['^src/adapters/websocket/'] },
  'mikro-orm': { packages: '@mikro-orm/[^/]+|kysely|mysql2', home: ['^src/adapters/mikro-orm/'] },
  nodemailer: { packages: 'nodemailer', home: ['^src/adapters/smtp/'] },
  jose: { packages: 'jose', home: ['^src/adapters/jose/'] },
  argon2: { packages: '@node-rs/argon2', home: ['^src/adapters/password/'] },
  'zxcvbn-ts': { packages: '@zxcvbn-ts/[^/]+', home: ['^src/adapters/password/'] },
  pino: { packages: 'pino|pino-pretty', home: ['^src/adapters/pino/'] },
  'prom-client': { packages: 'prom-client', home: ['^src/adapters/prometheus/'] },
  'rate-limiter-flexible': { packages: 'rate-limiter-flexible', home: ['^src/adapters/rate-limit/'] },
  ioredis: { packages: 'ioredis', home: ['^src/adapters/redis/'] },
  qr: { packages: 'qr', home: ['^src/adapters/totp/'] },
  'swagger-ui-dist': { packages: 'swagger-ui-dist', home: ['^src/adapters/http/'] },
  'csv-parse': { packages: 'csv-parse', home: ['^src/adapters/cli/'] },
  inversify: { packages: 'inversify|reflect-metadata', home: [bootstrap] },
};

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule(
      'domain-is-pure',
      'The domain imports nothing but itself: no other ring, no package, no node: module.',
      { path: domain },
      { pathNot: domain },
    ),
    rule(
      'application-knows-only-the-domain',
      'Use cases speak domain and ports. A package here is a port that nobody has written yet.',
      { path: application },
      { pathNot: [domain, application] },
    ),
    rule(
      'adapters-do-not-know-each-other',
      'One folder per technology; what two share belongs in a port, what transports share in adapters/wire.',
      { path: '^src/adapters/([^/]+)/' },
      { path: adapters, pathNot: ['^src/adapters/$1/', wire] },
    ),
    rule(
      'only-main-knows-bootstrap',
      'Bootstrap wires the others; nobody asks it for anything.',
      { path: [domain, application, adapters] },
      { path: bootstrap },
    ),
    rule(
      'modules-in-order',
      'shared knows no other module of the domain.',
      { path: '^src/domain/shared/' },
      { path: domain, pathNot: '^src/domain/shared/' },
    ),
    rule(
      'modules-in-order',
      'access knows only shared: policy knows a ticket by the facts it needs, not by its type.',
      { path: '^src/domain/access/' },
      { path: domain, pathNot: '^src/domain/(shared|access)/' },
    ),
    ...Object.entries(homes).map(([technology, { packages, home }]) =>
      rule(
        `${technology}-stays-home`,
        'One technology, one folder.',
        { path: '^src/', pathNot: home },
        { path: `(^|/)node_modules/(${packages})/` },
      ),
    ),
    rule('no-cycles', 'Two modules that need each other are one module.', {}, { circular: true }),
    rule(
      'src-never-imports-tests',
      'What is delivered does not know how it is tested.',
      { path: '^src/' },
      { path: '^tests/' },
    ),
    rule(
      'src-needs-no-dev-dependency',
      'npm ci --omit=dev must leave everything the program imports.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/@types/' },
    ),
    rule(
      'imports-resolve',
      'An import nobody can follow is an import nobody checked.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
