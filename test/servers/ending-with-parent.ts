import { existsSync } from 'node:fs';

const setpriv = '/usr/bin/setpriv';

/**
 * Returns a command for `spawn` that the kernel ends with this signal as soon as this process has ended, in whatever way
 * (prctl PR_SET_PDEATHSIG of Linux). Otherwise a server that is still starting when its hook runs out of time, or whose test
 * run is killed, would stay for ever. Where there is no setpriv the command is unchanged.
 */
export function endingWithParent(
  signal: 'TERM' | 'KILL',
  program: string,
  options: readonly string[],
): [program: string, options: string[]] {
  if (!existsSync(setpriv)) return [program, [...options]];
  return [setpriv, ['--pdeathsig', signal, '--', program, ...options]];
}
