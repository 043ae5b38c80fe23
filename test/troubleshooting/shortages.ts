import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { changeAddress, type RunningBed } from './running-bed.js';
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
  {
    fault: 'An address of `POSTERN_EGRESS_ADDRESS` is not one of this machine',
    meanwhile:
      'Requests are answered. Verifications run for longer, and those that cannot connect run again.',
    answers: { read: 200, refusal: null, ready: 'ready' },
    toldBy: ['worker'],
    sentence: /^An address that probes leave from/,
    begin: ({ egressAddress }) => changeAddress('del', egressAddress),
    end: ({ egressAddress }) => changeAddress('replace', egressAddress),
  },
];

/** Faults of the worker itself. */
export const workerFaults: readonly RunningSituation[] = [
  {
    fault: 'A thread of the worker ends',
    meanwhile:
      'Requests are answered. Verifications that had sent no password begin again; the one whose bytes the thread read last fails.',
    answers: { read: 200, refusal: null, ready: 'ready' },
    toldBy: ['worker'],
    sentence: /^A thread of probes has ended/,
    async begin(bed) {
      await bed.connectAnother('running-0.example.com');
      bed.stack.processes.worker.kill('SIGUSR2');
    },
    end: () => Promise.resolve(),
  },
  {
    fault: 'The clocks of the machines differ',
    meanwhile:
      'Requests are answered and verifications run. Times that different processes wrote do not fit together.',
    answers: { read: 200, refusal: null, ready: 'ready' },
    toldBy: ['worker'],
    sentence: /^The clocks of this machine/,
    begin: async ({ stack }) => void stack.processes.worker.kill('SIGWINCH'),
    end: async ({ stack }) => void stack.processes.worker.kill('SIGWINCH'),
  },
];

/** A fault that the worker tells on standard error, because it cannot log. */
export const fullLog = {
  fault: 'The disk of the log is full',
  meanwhile: 'Requests are answered and verifications run. Lines of the log are lost.',
  sentence: /^The log cannot be written.*$/m,
};
