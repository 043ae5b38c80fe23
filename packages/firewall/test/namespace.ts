import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';
import { describeWith, type TestNeed } from '@postern/test/environment/describe-with';
import type { TextFile } from './strict-cidr.js';

/** Administrators' programs stand where ordinary users do not search. */
export const toolEnvironment = {
  ...process.env,
  PATH: `${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin`,
  POSTERN_FORCE: '1', // firewall-cmd takes half a second to say that firewalld does not run.
};

const mayUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0;

/** `describe` for tests in a network namespace of their own, as root or as anybody (`unshare -rn`). */
export function describeInNamespace(needs: readonly TestNeed[], title: string, body: () => void): void {
  if (mayUnshare) describeWith(needs, title, body);
  else describe.skip(`${title} (needs unshare -rn)`, body);
}

/**
 * Runs a shell script in a new network namespace (with `-rnm` it may mount, too), in a folder with the files; resolves
 * to its standard output.
 */
export async function runInNamespace(
  files: readonly TextFile[],
  script: string,
  kinds: '-rn' | '-rnm' = '-rn',
  timeoutMs = 55_000,
): Promise<string> {
  return withFiles(files, async (folder) => {
    const options = { cwd: folder, env: toolEnvironment, maxBuffer: 2 ** 26, timeout: timeoutMs };
    // In a process-ID namespace, what the script started ends with it, also when it fails or takes too long.
    const { stdout } = await promisify(execFile)(
      'unshare',
      [kinds, '--pid', '--fork', '--kill-child', 'sh', '-euc', script],
      { ...options, killSignal: 'SIGKILL' },
    );
    return stdout;
  });
}

/** Writes files into a new folder for as long as the work with them lasts. */
export async function withFiles<T>(
  files: readonly TextFile[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-firewall-'));
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
