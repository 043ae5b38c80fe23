import { readdir, readFile } from 'node:fs/promises';

/** The clock tick of /proc/<pid>/stat. Linux shows programs 1/100 s, whatever tick the kernel uses (proc(5)). */
const secondsPerTick = 0.01;

type Used = { readonly main: number; readonly threads: number };

/**
 * Starts to measure the processor time of groups of processes. `read` returns the time of each group since the
 * start, in percent of one processor: that of the main threads, and in brackets that of all other threads.
 */
export async function startCpuMeter(
  groups: Readonly<Record<string, readonly number[]>>,
): Promise<{ read(): Promise<string> }> {
  const readAll = () => Promise.all(Object.values(groups).map(readGroup));
  const [started, before] = [performance.now(), await readAll()];
  return {
    async read() {
      const after = await readAll();
      const percent = 100 / ((performance.now() - started) / 1000);
      const texts = Object.keys(groups).map((name, index) => {
        const main = (after[index]!.main - before[index]!.main) * percent;
        const threads = (after[index]!.threads - before[index]!.threads) * percent;
        return `${name} ${main.toFixed(0)} % (${threads.toFixed(0)} %)`;
      });
      return texts.join(', ');
    },
  };
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
