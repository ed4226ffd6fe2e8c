import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

if (Number.parseInt(process.versions.node, 10) < 26) {
  throw new Error(
    `Hexdesk needs Node 26, this is ${process.version}: use the npm scripts, they bring their own`,
  );
}

const withoutMysql = process.env['HEXDESK_TEST_ENGINES'] === 'sqlite';

/** Tests of one folder that are done in a blink and need nothing. */
const quick = (name: string): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [`tests/${name}/**/*.test.ts`], pool: 'threads', isolate: false },
});

/** Tests of one folder that open files, ports and databases; `*.mysql.test.ts` are about MySQL alone. */
const slow = (name: string, globalSetup: readonly string[] = []): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    exclude: ['tests/architecture/planted/**', ...(withoutMysql ? ['tests/**/*.mysql.test.ts'] : [])],
    globalSetup: [...globalSetup],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

/** The same for tests that try so many things that each may take minutes. */
const patient = (project: TestProjectInlineConfiguration): TestProjectInlineConfiguration => ({
  ...project,
  test: { ...project.test, testTimeout: 180_000 },
});

const mysql = ['tests/support/mysql/global-setup.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/closing-reporter.ts'],
    allowOnly: !process.env['CI'],
    teardownTimeout: 30_000,
    // tests wait for timers and databases half of their time
    maxWorkers: Math.max(2, availableParallelism() - 1),
    benchmark: { include: [] },
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'lcov'] },
    projects: [
      quick('domain'),
      slow('application'),
      slow('contracts', mysql),
      slow('adapters', mysql),
      patient(slow('acceptance', mysql)),
      patient(slow('fuzz', mysql)),
      slow('faults'),
      slow('architecture'),
    ],
  },
});
