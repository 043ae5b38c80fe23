// Loaded into the api and the worker of a soak (--import). At SIGUSR2 the process and its threads collect garbage, and
// what is left is written to SOAK_FOLDER/<process id>.json.
import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** Threads have a heap each, and collect theirs when they receive a message. */
const forThreadsMs = 500;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const threads = new BroadcastChannel('collect');
threads.unref();
if (!isMainThread) threads.onmessage = () => collect();
if (isMainThread && process.env.SOAK_FOLDER !== undefined) process.on('SIGUSR2', () => void report());

async function report() {
  threads.postMessage('');
  await delay(forThreadsMs);
  collect();
  const file = `${process.env.SOAK_FOLDER}/${process.pid}.json`;
  await writeFile(`${file}.new`, JSON.stringify(process.memoryUsage()));
  await rename(`${file}.new`, file);
}
