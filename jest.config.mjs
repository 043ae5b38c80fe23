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
  runtime: '<rootDir>/test/environment/jest/native-runtime.mjs',
  testEnvironment: '<rootDir>/test/environment/jest/native-environment.mjs',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  // For a test that hangs. A machine that is busy takes several times as long as it usually does.
  testTimeout: 60_000,
  // Many suites wait for other processes; Jest's default on two cores would be one worker.
  maxWorkers: 2,
  setupFiles: ['<rootDir>/test/environment/fixed-seed.mjs'],
  globalSetup: '<rootDir>/test/environment/global-setup.mjs',
  globalTeardown: '<rootDir>/test/environment/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/environment/skipped-tests-reporter.mjs'],
};
