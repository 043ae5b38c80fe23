import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { runRulesTask, type RulesTask } from './rules-task.js';

/** The entry file of the thread that `RulesThread` starts: answers each task with its answer, or with its error. */
const port = parentPort!;
// On Linux a priority is a thread's own: the event loop of the api goes before.
if (process.platform === 'linux') setPriority(0, 10);
port.on('message', (task: RulesTask) => {
  runRulesTask(task).then(
    (answer) => port.postMessage({ answer }, answer.outcome === 'answer' ? [answer.body.buffer] : []),
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
