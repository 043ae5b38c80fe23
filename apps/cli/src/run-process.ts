import { Command } from 'commander';
import { fileURLToPath } from 'node:url';
import { withExamples } from './examples.js';
import { checkListeningAddress } from './listening-address.js';
import { processEntry, processOptions } from './process-entry.js';
import { readEnvironment } from './read-environment.js';

const descriptions = {
  api: 'run the api, which serves the console, for a supervisor that keeps it running',
  worker: 'run a worker, for a supervisor that keeps it running',
};

/** `postern api` and `postern worker`: run one process of an installation of several. */
export function processCommand(name: keyof typeof descriptions): Command {
  return withExamples(
    new Command(name),
    `DATABASE_URL=postgresql://… POSTERN_SECRET_KEY_FILE=/run/credentials/secret-key postern ${name}`,
  )
    .description(descriptions[name])
    .action(async () => {
      if (name === 'api') {
        const { HOST, PORT } = readEnvironment();
        await checkListeningAddress(HOST, PORT);
      }
      becomeProcess(name);
    });
}

/**
 * Replaces this process by the api or a worker, which so keeps the process id that the supervisor knows and runs with
 * heap options that a running process could not take.
 */
function becomeProcess(name: keyof typeof descriptions): void {
  const entry = fileURLToPath(processEntry(name));
  process.execve!(process.execPath, [process.execPath, '--enable-source-maps', entry], {
    ...process.env,
    NODE_OPTIONS: processOptions(),
  });
}
