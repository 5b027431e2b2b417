const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  transform: {
    '\\.ts$': swc,
    '(mongodb/lib/runtime_adapters|/jose/dist/.*)\\.js$': swc,
    'node_modules/(preact|@preact/[^/]+)/.+\\.m?js$': swc,
  },
  // Jest's sandbox knows CommonJS only. The MongoDB driver loads `os` by a dynamic import, and jose and Preact are ES modules: they are
  // compiled to require.
  transformIgnorePatterns: ['/node_modules/(?!.*mongodb/lib/runtime_adapters\\.js$|jose/|preact/|@preact/)'],
  maxWorkers: 2,
  // A worker in which files have left too much behind makes room for a new one before it gets slow.
  workerIdleMemoryLimit: '1GB',
  // Tests talk to a real Temporal and a real MongoDB, on a machine that may be busy.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
