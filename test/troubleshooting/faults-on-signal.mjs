// Loaded by NODE_OPTIONS into a process: SIGUSR2 ends each of its threads, and SIGWINCH sets the clock of the main thread an
// hour ahead, or right again.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

// All conversations of a worker run in one thread, in which one of them is the last that was read.
os.availableParallelism = () => 1;
syncBuiltinESMExports();

const threads = new Set();
process.on('worker', (thread) => threads.add(thread.once('exit', () => threads.delete(thread))));
process.on('SIGUSR2', () => threads.forEach((thread) => thread.terminate()));

const now = Date.now;
let aheadMs = 0;
Date.now = () => now() + aheadMs;
process.on('SIGWINCH', () => (aheadMs = aheadMs === 0 ? 3_600_000 : 0));
