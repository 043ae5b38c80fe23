/** Jest needs Node ≥ 24.9 with --experimental-vm-modules, because require(esm) fails inside Jest on older versions. */
const swc = [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  },
];

export default {
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/infra', '<rootDir>/test'],
  modulePathIgnorePatterns: ['/dist/', '/.postern/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@postern/source', 'node', 'node-addons'] },
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testTimeout: 30_000,
  // Many suites wait for other processes; Jest's default on two cores would be one worker.
  maxWorkers: 2,
  setupFiles: ['<rootDir>/test/environment/fixed-seed.mjs'],
  globalSetup: '<rootDir>/test/environment/global-setup.mjs',
  globalTeardown: '<rootDir>/test/environment/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/environment/skipped-tests-reporter.mjs'],
};
