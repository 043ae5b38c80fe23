import { readdir, readFile } from 'node:fs/promises';
import type { Client } from 'pg';

/** The clock tick of /proc/<pid>/stat. Linux shows programs 1/100 s, whatever tick the kernel uses (proc(5)). */
const secondsPerTick = 0.01;

type Used = { readonly main: number; readonly threads: number };

export type CpuMeter = {
  /** The time of each group in percent of one processor: that of the main threads, and in brackets that of the others. */
  readPercent(): Promise<string>;
  /** The same times in milliseconds for each of `count` operations. */
  readEach(count: number): Promise<string>;
};

/** Starts to measure the processor time of groups of processes. */
export async function startCpuMeter(groups: Readonly<Record<string, readonly number[]>>): Promise<CpuMeter> {
  const readAll = () => Promise.all(Object.values(groups).map(readGroup));
  const [started, before] = [performance.now(), await readAll()];
  const read = async (factor: number, digits: number, unit: string) => {
    const after = await readAll();
    const texts = Object.keys(groups).map((name, index) => {
      const main = (after[index]!.main - before[index]!.main) * factor;
      const threads = (after[index]!.threads - before[index]!.threads) * factor;
      return `${name} ${main.toFixed(digits)} ${unit} (${threads.toFixed(digits)} ${unit})`;
    });
    return texts.join(', ');
  };
  return {
    readPercent: () => read(100 / ((performance.now() - started) / 1000), 0, '%'),
    readEach: (count) => read(1000 / count, 2, 'ms'),
  };
}

/** Returns the processes of a database's connections, of which PostgreSQL has one each. */
export async function postgresProcesses(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity');
  return rows.map(({ pid }) => pid);
}

async function readGroup(pids: readonly number[]): Promise<Used> {
  const used = await Promise.all(pids.map(readProcess));
  return used.reduce((sum, one) => ({ main: sum.main + one.main, threads: sum.threads + one.threads }), {
    main: 0,
    threads: 0,
  });
}

async function readProcess(pid: number): Promise<Used> {
  // The list is empty if the process has ended.
  const ids: string[] = await readdir(`/proc/${pid}/task`).catch(() => []);
  const used = await Promise.all(ids.map((id) => secondsOf(`/proc/${pid}/task/${id}/stat`)));
  const main = used[ids.indexOf(String(pid))] ?? 0;
  return { main, threads: used.reduce((sum, seconds) => sum + seconds, 0) - main };
}

/** Reads `utime` and `stime`, fields 14 and 15. The second field, a name in brackets, may contain spaces. */
async function secondsOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * secondsPerTick;
}
