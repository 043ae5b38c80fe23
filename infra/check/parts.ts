import { fileURLToPath } from 'node:url';

/** A program and its arguments, which runs in the checked folder. The part has failed if the exit code is not 0. */
type Part = { readonly program: string; readonly options: readonly string[] };

const node = process.execPath;

/**
 * Returns the absolute path of a file of this checkout, so that a test can run a part of the check in another folder.
 */
function absolute(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

function binary(name: string): string {
  return absolute(`node_modules/.bin/${name}`);
}

const typescriptImports = `--import=${absolute('infra/bootstrap/typescript-imports.mjs')}`;

/**
 * The parts of `npm run check`, in their order. knip and cspell run on the pinned Node, because they need Node ≥ 22
 * and the system's Node may be older.
 */
export const parts = {
  format: { program: binary('oxfmt'), options: ['--check'] },
  lint: { program: binary('oxlint'), options: ['--type-aware', '--deny-warnings'] },
  'import loops': {
    program: node,
    options: [typescriptImports, absolute('infra/check/find-import-loops.ts')],
  },
  'unused exports and dependencies': { program: node, options: [binary('knip'), '--no-progress'] },
  spelling: { program: node, options: [binary('cspell'), '--no-progress', '--no-summary'] },
  types: { program: binary('tsc'), options: ['-b'] },
  'types of the console': { program: binary('tsc'), options: ['-p', 'apps/console'] },
  'types of the tests': { program: binary('tsc'), options: ['-p', 'tsconfig.test.json'] },
  tests: {
    program: node,
    options: [
      '--experimental-vm-modules',
      '--no-memory-protection-keys',
      '--disable-warning=ExperimentalWarning',
      absolute('node_modules/jest/bin/jest.js'),
    ],
  },
} satisfies Record<string, Part>;
