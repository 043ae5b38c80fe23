import { Command, InvalidArgumentError } from 'commander';
import { withExamples } from './examples.js';
import type { ListenOptions } from './listen-for-webhooks.js';

/** `postern webhooks listen`: receives deliveries on this machine, for developers of a receiver. */
export function webhooksCommand(): Command {
  const listen = withExamples(
    new Command('listen'),
    'postern webhooks listen < secret-file',
    'postern webhooks listen --port 4567 --count 1 < secret-file',
  )
    .description(
      'print deliveries of webhooks whose signature is right; the secret is read from standard input',
    )
    .option('--port <number>', 'the port on 127.0.0.1; 0 takes a free one', readNumber, 4567)
    .option('--count <number>', 'end after so many deliveries', readNumber)
    .option(
      '--certificate <file>',
      'listen with https and this certificate (PEM), for a Postern on this machine',
    )
    .option('--key <file>', 'the key of the certificate (PEM)')
    .action(async (options: ListenOptions) => {
      const { listenForWebhooks } = await import('./listen-for-webhooks.js');
      await listenForWebhooks(options);
    });
  return new Command('webhooks').description('try webhooks').addCommand(listen);
}

function readNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError('It must be a whole number up to 65535.');
}
