import { readFileSync, readlinkSync } from 'node:fs';

/** Returns the name of the calling thread below /proc, as another thread of the process needs it; null outside Linux. */
export function threadName(): string | null {
  try {
    return readlinkSync('/proc/thread-self').replace(/^.*\//, '');
  } catch {
    return null;
  }
}

/**
 * Returns the CPU time of another thread of this process in milliseconds, also while that thread answers nothing (proc(5),
 * /proc/[pid]/task/[tid]/schedstat). Null if the kernel does not tell or the thread has ended.
 */
export function cpuMsOf(name: string): number | null {
  try {
    return Number(readFileSync(`/proc/self/task/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return null;
  }
}
