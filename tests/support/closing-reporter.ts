import { writeSync } from 'node:fs';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

type Tally = { passed: number; failed: number; skipped: number };

/**
 * Closes the output with one plain line, `N passed, N failed`, when everything else has been said.
 * Whatever keeps a test from running (a file that does not load, a server that does not start) counts as failed.
 */
export default class ClosingReporter implements Reporter {
  #tally: Tally = { passed: 0, failed: 0, skipped: 0 };

  onInit(vitest: Vitest): void {
    if (!vitest.config.watch) process.once('exit', (code) => writeSync(1, `${line(this.#tally, code)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    this.#tally = modules.map(tallyOf).reduce(sum, { passed: 0, failed: errors.length, skipped: 0 });
  }
}

const tallyOf = (module: TestModule): Tally => {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string) => states.filter((other) => other === state).length;
  const brokenSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
  const unloaded = module.errors().length > 0 || ['pending', 'queued'].includes(module.state()) ? 1 : 0;
  const unfinished = unloaded ? 0 : count('pending');
  return {
    passed: count('passed'),
    failed: count('failed') + brokenSuites + unloaded + unfinished,
    skipped: count('skipped'),
  };
};

const sum = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

/** A run that ends badly for a reason outside of the tests must not look like a good one. */
const line = ({ passed, failed, skipped }: Tally, code: number): string =>
  `${passed} passed, ${failed === 0 && code !== 0 ? 1 : failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
