import { readFileSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';

/**
 * Whether a process exists, ours or not. A zombie counts as gone: in a container without an init nobody collects
 * a server that outlived its parent.
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
 * What tells a process from a later one with the same number: its start time in clock ticks since boot, from
 * /proc/PID/stat (proc(5), field 22). `null` where there is no such process, only its zombie, or no /proc.
 */
export async function processStartTime(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = statFields(text);
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/** From the third field on: the second is the program's name in parentheses and may hold anything, blanks too. */
function statFields(text: string): string[] {
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** A process's working directory; `null` where it is gone or hidden from us. */
export function processDirectory(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}
