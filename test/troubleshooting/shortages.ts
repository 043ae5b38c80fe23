import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningBed } from './running-bed.js';
import type { RunningSituation } from './running-situation.js';

/** Sets how many files the worker may open; files that are open stay open. */
async function limitFiles({ stack }: RunningBed, most: number): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(stack.processes.worker.pid), `--nofile=${most}:`]);
}

export const shortages: readonly RunningSituation[] = [
  {
    fault: 'The worker may open no more files',
    meanwhile:
      'Requests are answered. Verifications run for longer, and those that cannot connect run again.',
    answers: { read: 200, refusal: null, ready: 'ready' },
    toldBy: ['worker'],
    sentence: /^This process or machine has too few files/,
    begin: (bed) => limitFiles(bed, 3),
    end: (bed) => limitFiles(bed, 4096),
  },
];
