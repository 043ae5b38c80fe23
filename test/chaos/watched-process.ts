import { readdir, readFile, rm } from 'node:fs/promises';
import { waitUntil } from '../environment/wait-until.js';
import { slope } from './slope.js';

const mib = 1024 * 1024;

type Sample = {
  readonly hours: number;
  /** The resident memory before and after the garbage was collected, in MiB. */
  readonly residentBefore: number;
  readonly resident: number;
  /** The JavaScript heap of the main thread in use, in MiB. */
  readonly heap: number;
  /** Open file descriptors: sockets, pipes, files. */
  readonly handles: number;
};

export type Watched = {
  /** Lets the process collect its garbage and measures it. */
  sample(hours: number): Promise<Sample>;
  /** What the samples since `fromHours` say: growth in MiB an hour, and the handles. */
  growth(fromHours: number): Growth;
};

export type Growth = {
  readonly resident: number;
  readonly residentBefore: number;
  readonly heap: number;
  /** The fewest handles of the first and of the last quarter of the samples. A handle that is never closed adds to both. */
  readonly handles: readonly [number, number];
  readonly first: Sample;
  readonly last: Sample;
};

/** Watches a process that runs with report-memory.mjs and SOAK_FOLDER=`folder`. */
export function watchProcess(pid: number, folder: string): Watched {
  const samples: Sample[] = [];
  return {
    async sample(hours) {
      const before = await residentOf(pid);
      const file = `${folder}/${pid}.json`;
      await rm(file, { force: true });
      process.kill(pid, 'SIGUSR2');
      let text = '';
      await waitUntil(async () => {
        text = await readFile(file, 'utf8').catch(() => '');
        return text !== '';
      }, 120_000);
      const { heapUsed } = JSON.parse(text) as { heapUsed: number };
      const sample = {
        hours,
        residentBefore: before,
        resident: await residentOf(pid),
        heap: heapUsed / mib,
        handles: (await readdir(`/proc/${pid}/fd`)).length,
      };
      samples.push(sample);
      return sample;
    },
    growth(fromHours) {
      const steady = samples.filter(({ hours }) => hours >= fromHours);
      const of = (value: 'resident' | 'residentBefore' | 'heap') =>
        slope(steady.map((one) => ({ x: one.hours, y: one[value] })));
      const quarter = Math.ceil(steady.length / 4);
      const fewest = (some: readonly Sample[]) => Math.min(...some.map(({ handles }) => handles));
      return {
        resident: of('resident'),
        residentBefore: of('residentBefore'),
        heap: of('heap'),
        handles: [fewest(steady.slice(0, quarter)), fewest(steady.slice(-quarter))],
        first: steady[0]!,
        last: steady.at(-1)!,
      };
    },
  };
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}
