import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The model runtime phones home unless told not to before its first session.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    // By default one processor is left idle, which on two is half of them.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
