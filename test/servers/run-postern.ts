import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The built command line; `npm test` builds before it runs. */
export const posternEntry = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

/** What a child gets of this process's environment: none of the variables that Postern or the tests read. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}

/** Runs `postern` to its end. */
export async function runPostern(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = { ...cleanEnvironment(), ...environment };
  try {
    const ended = await promisify(execFile)(process.execPath, [posternEntry, ...options], {
      env,
      timeout: 30_000,
    });
    return { exitCode: 0, ...ended };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}
