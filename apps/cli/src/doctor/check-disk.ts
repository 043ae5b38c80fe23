import type { Environment } from '@postern/core/environment';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataDirectoryPath, hasInstallation, InstallationError } from '../data-directory.js';
import type { Finding } from './finding.js';

const mebibyte = 1024 * 1024;
/** The embedded PostgreSQL keeps up to 1 GiB of its write-ahead log. */
const littleBytes = 1024 * mebibyte;
const tooFewBytes = 100 * mebibyte;

/** Checks the room for the data directory; with DATABASE_URL there is none. */
export async function checkDisk(environment: Environment): Promise<Finding[]> {
  if (environment.DATABASE_URL !== undefined) return [];
  const directory = await nearestThatExists(dataDirectoryPath(environment.POSTERN_DATA_DIR));
  const { bavail, bsize } = await statfs(directory);
  return [judgeRoom(directory, bavail * bsize)];
}

/** Throws `InstallationError`, with the repair, if a new data directory has too little room for PostgreSQL. */
export async function refuseLittleRoom(environment: Environment): Promise<void> {
  if (await hasInstallation(environment.POSTERN_DATA_DIR)) return;
  for (const { state, text } of await checkDisk(environment))
    if (state === 'fails') throw new InstallationError(`${text}.`);
}

/** Judges the bytes that are left for the embedded PostgreSQL. */
export function judgeRoom(directory: string, bytes: number): Finding {
  const what = 'Disk';
  const left = `${Math.round(bytes / mebibyte)} MiB are left in ${directory}`;
  if (bytes >= littleBytes) return { state: 'ok', what, text: left };
  const state = bytes >= tooFewBytes ? 'warning' : 'fails';
  return { state, what, text: `${left}. Free some, or choose another disk with POSTERN_DATA_DIR` };
}

async function nearestThatExists(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? await nearestThatExists(dirname(path)) : path;
}
