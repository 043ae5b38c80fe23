import { describeEnvironment } from '@postern/core/environment';
import { Command } from 'commander';
import { withExamples } from './examples.js';
import { print } from './print.js';

/** `postern environment`: lists the environment variables, which all commands share. */
export function environmentCommand(): Command {
  return withExamples(new Command('environment'), 'postern environment')
    .description('list the environment variables')
    .action(() => {
      for (const { name, description, unset, file } of describeEnvironment()) {
        print(`${name}${file === null ? '' : `, ${file}`}\n  ${description}\n  Unset: ${unset}\n`);
      }
    });
}
