import { defineConfig } from 'vitest/config';

/** The tests that must notice whatever is changed in the domain. */
export default defineConfig({
  test: { include: ['tests/domain/**/*.test.ts'], isolate: false },
});
