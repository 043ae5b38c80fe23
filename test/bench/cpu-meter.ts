import { readdir, readFile } from 'node:fs/promises';
import type { Client } from 'pg';

type Used = { readonly main: number; readonly threads: number };
/** The processes of a group: ids, or a function that lists those that run now. */
type Group = readonly number[] | (() => Promise<readonly number[]>);

export type CpuMeter = {
  /** The seconds of each group. */
  read(): Promise<Readonly<Record<string, number>>>;
  /** The time of each group in percent of one processor: that of the main threads, and in brackets that of the others. */
  readPercent(): Promise<string>;
  /** The same times in milliseconds for each of `count` operations. */
  readEach(count: number): Promise<string>;
};

/** Starts to measure the processor time of groups of processes. */
export async function startCpuMeter(groups: Readonly<Record<string, Group>>): Promise<CpuMeter> {
  const started = performance.now();
  const before = new Map<string, number>();
  for (const group of Object.values(groups))
    for (const [task, { seconds }] of await readTasks(group)) before.set(task, seconds);
  const readGroup = async (group: Group): Promise<Used> => {
    const used = { main: 0, threads: 0 };
    for (const [task, { isMain, seconds }] of await readTasks(group))
      used[isMain ? 'main' : 'threads'] += seconds - (before.get(task) ?? 0);
    return used;
  };
  const readAll = (): Promise<(readonly [string, Used])[]> =>
    Promise.all(Object.entries(groups).map(async ([name, group]) => [name, await readGroup(group)] as const));
  const text = async (factor: number, digits: number, unit: string) => {
    const shown = (seconds: number) => `${(seconds * factor).toFixed(digits)} ${unit}`;
    const all = await readAll();
    return all.map(([name, { main, threads }]) => `${name} ${shown(main)} (${shown(threads)})`).join(', ');
  };
  return {
    read: async () =>
      Object.fromEntries((await readAll()).map(([name, { main, threads }]) => [name, main + threads])),
    readPercent: () => text(100 / ((performance.now() - started) / 1000), 0, '%'),
    readEach: (count) => text(1000 / count, 2, 'ms'),
  };
}

/** Returns all processes of a PostgreSQL server, those that no connection has among them; needs a superuser. */
export async function serverProcesses(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ file: string }>(`select pg_read_file('postmaster.pid') as file`);
  const postmaster = Number.parseInt(rows[0]!.file, 10);
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  return [postmaster, ...children.trim().split(' ').map(Number)];
}

async function readTasks(group: Group): Promise<Map<string, { isMain: boolean; seconds: number }>> {
  const tasks = new Map<string, { isMain: boolean; seconds: number }>();
  for (const pid of typeof group === 'function' ? await group() : group) {
    // The list is empty if the process has ended.
    const ids: string[] = await readdir(`/proc/${pid}/task`).catch(() => []);
    for (const id of ids)
      tasks.set(id, {
        isMain: id === String(pid),
        seconds: await secondsOf(`/proc/${pid}/task/${id}/schedstat`),
      });
  }
  return tasks;
}

/** Reads the time on a processor: the first field of schedstat, in nanoseconds (Linux 6.12, “Scheduler Statistics”). */
async function secondsOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '0');
  return Number.parseInt(text, 10) / 1e9;
}
