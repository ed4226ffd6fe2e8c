import { defineConfig } from 'vitest/config';

/** The tests that must notice whatever is changed about idempotency keys, cursors and tokens: those that need no MySQL. */
export default defineConfig({
  test: {
    include: [
      'tests/adapters/http/{cursors,idempotent}.test.ts',
      'tests/adapters/jose/*.test.ts',
      'tests/adapters/system/keyed-secrets.test.ts',
      'tests/adapters/wire/live-cursors.test.ts',
      'tests/application/identity/{audited-sign-ins,authenticating,ending-sign-ins,names-and-live-tickets,refreshing,resetting-passwords,signing-in}.test.ts',
      'tests/contracts/identity-{link-tokens,races,sessions,signing-keys}.test.ts',
      'tests/contracts/{idempotency-ledger,relay-cursor,sequencing,ticket-list}.test.ts',
    ],
    env: { HEXDESK_TEST_ENGINES: 'sqlite' },
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
