import { readFileSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';

/**
 * Whether a process exists, started by this process or not. A zombie does not count, because in a container without
 * an init nothing removes the zombie of a server that outlived its parent.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[0] !== 'Z';
  } catch {
    return false;
  }
}

/**
 * Returns the start time of a process in clock ticks since boot, from /proc/PID/stat (proc(5), field 22). It
 * distinguishes the process from a later one with the same number. `null` if the process does not exist or is a
 * zombie, and on systems without /proc.
 */
export async function processStartTime(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = statFields(text);
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/**
 * Returns the fields of /proc/PID/stat from the third one on. The second field is the program's name in
 * parentheses, which may contain blanks and parentheses.
 */
function statFields(text: string): string[] {
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Returns the working directory of a process; `null` if the process has ended or this process may not read it. */
export function processDirectory(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}
