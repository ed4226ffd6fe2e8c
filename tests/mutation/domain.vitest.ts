import { defineConfig } from 'vitest/config';

/** The tests that must notice whatever is changed in the domain; a busy machine and counting take their time. */
export default defineConfig({
  test: { include: ['tests/domain/**/*.test.ts'], isolate: false, testTimeout: 60_000 },
});
