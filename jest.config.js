const { availableParallelism } = require('node:os');

const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** What the layers have in common. */
const layer = {
  rootDir: __dirname,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  transform: {
    '\\.ts$': swc,
    '(mongodb/lib/runtime_adapters|/jose/dist/.*)\\.js$': swc,
    'node_modules/(preact|@preact/[^/]+)/.+\\.m?js$': swc,
    '/pages/[a-z-]+\\.js$': swc,
  },
  // Jest's sandbox knows CommonJS only. The MongoDB driver loads `os` by a dynamic import; jose, Preact and what runs in pages are ES modules:
  // they are compiled to require.
  transformIgnorePatterns: ['/node_modules/(?!.*mongodb/lib/runtime_adapters\\.js$|jose/|preact/|@preact/)'],
};

/** On the real Temporal and the real MongoDB. */
const onServers = {
  ...layer,
  testEnvironment: '<rootDir>/test/support/test-environment.ts',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/**
 * A test's layer is in its file's name: `x.test.ts` needs no server and is quick; `x.integration.test.ts` needs the servers;
 * `x.long.test.ts` as well, and is left to `npm run test:all`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  projects: [
    {
      ...layer,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(integration|long)\\.test\\.ts$'],
    },
    { ...onServers, displayName: 'integration', testMatch: ['<rootDir>/test/**/*.integration.test.ts'] },
    { ...onServers, displayName: 'long', testMatch: ['<rootDir>/test/**/*.long.test.ts'] },
    // No tests: the pictures of the documentation.
    { ...onServers, displayName: 'images', testMatch: ['<rootDir>/test/images/*.images.ts'] },
  ],
  testSequencer: '<rootDir>/test/support/test-sequencer.js',
  reporters: ['<rootDir>/test/support/progress-reporter.js'],
  // Servers are real, and the machine may be busy: what is stuck for good ends so, and nothing else.
  testTimeout: 600_000,
  // One per core: the servers share the cores, and starved scenes take longer than queued ones.
  maxWorkers: Math.min(availableParallelism(), 8),
  // A worker in which files have left too much behind makes room for a new one before it gets slow.
  workerIdleMemoryLimit: '1GB',
};
