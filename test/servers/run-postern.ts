import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The path of the built command line, which `npm test` builds before the tests run. */
export const posternEntry = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

/**
 * Returns the environment for a child process: that of this process without the variables that Postern or the tests
 * read.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}

/** Runs `postern` with arguments and resolves when it has ended. */
export async function runPostern(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = { ...cleanEnvironment(), ...environment };
  try {
    const ended = await promisify(execFile)(process.execPath, [posternEntry, ...options], {
      env,
      timeout: 90_000,
    });
    return { exitCode: 0, ...ended };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}
