import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process may take to end after SIGTERM. */
const politeMs = 5000;

/** Returns when a process started, as /proc says it, and its parent; null if it has ended or there is no /proc. */
function statOf(pid) {
  try {
    // The name of the program, in parentheses, may contain spaces. The state is the first field behind it.
    const [state, parent, ...fields] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .split(') ')
      .at(-1)
      .split(' ');
    return state === 'Z' ? null : { parent: Number(parent), startedAt: fields[17] };
  } catch {
    return null;
  }
}

/**
 * Notes the processes that `pid` started, directly or not, in a map of their ids to the time of their start. Where there is no
 * /proc it notes none.
 */
export function noteDescendants(pid, noted) {
  let names = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return;
  }
  const all = names.map((name) => [Number(name), statOf(name)]).filter(([, stat]) => stat !== null);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const [id, { parent }] of all) if (family.has(parent)) family.add(id);
  }
  for (const [id, { startedAt }] of all) if (id !== pid && family.has(id)) noted.set(id, startedAt);
}

/** Ends noted processes: with SIGTERM, and after 5 s with SIGKILL. An id that another process has by now is left alone. */
export async function endProcesses(noted) {
  const living = () => [...noted].filter(([id, startedAt]) => statOf(id)?.startedAt === startedAt);
  const send = (signal) => {
    for (const [id] of living()) {
      try {
        process.kill(id, signal);
      } catch {
        // It has ended.
      }
    }
  };
  send('SIGTERM');
  for (let waitedMs = 0; waitedMs < politeMs && living().length > 0; waitedMs += 50) await delay(50);
  send('SIGKILL');
}
