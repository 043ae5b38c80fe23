import { exchangeUrlSchema } from '@postern/core/exchange-url';
import { Command } from 'commander';
import { withExamples } from './examples.js';
import { usageExitCode } from './exit-codes.js';
import { parseMailServerOption, refused, serverOptionFormat } from './server-option.js';
import type { VerifyOptions } from './verify-options.js';

/**
 * `postern verify`: probes servers from this machine, without Postern's database or api. The POSTERN_EGRESS_…
 * variables apply as they do in the worker. The exit code is 1 if a server fails, and 2 if the options are wrong.
 */
export function buildVerifyCommand(): Command {
  const command = withExamples(
    new Command('verify'),
    'postern verify --imap mail.example.com --smtp mail.example.com:587,starttls',
    'postern verify --imap mail.example.com --user jane@example.com < password-file',
    'postern verify --imap mail.example.com --user jane@example.com --access-token < token-file',
    'postern verify --exchange https://mail.example.com/EWS/Exchange.asmx',
  )
    .description('check mail servers from this machine and print each step')
    .option(`--imap ${serverOptionFormat}`, 'IMAP server; default port 993', (text) =>
      parseMailServerOption('imap', text),
    )
    .option(`--smtp ${serverOptionFormat}`, 'submission server; default port 465', (text) =>
      parseMailServerOption('smtp', text),
    )
    .option('--exchange <url>', 'Exchange URL, like https://mail.example.com/EWS/Exchange.asmx', parseUrl)
    .option(
      '--user <name>',
      'also log in as this user; the password is read from standard input, or from the terminal',
    )
    .option('--access-token', 'with --user: what is read is an access token (OAuth), not a password')
    .option('--allow-non-secure-certificate', 'accept a certificate that no authority has signed')
    .option('--json', 'print the whole result as JSON')
    .action(async (options: VerifyOptions) => {
      const isMail = options.imap !== undefined || options.smtp !== undefined;
      if (isMail === (options.exchange !== undefined)) {
        command.error('error: give --imap, --smtp or both; or give --exchange', { exitCode: usageExitCode });
      }
      if (options.accessToken !== undefined && options.user === undefined)
        command.error('error: --access-token needs --user', { exitCode: usageExitCode });
      const { verifyServers } = await import('./verify-servers.js');
      process.exitCode = await verifyServers(options);
    });
  return command;
}

function parseUrl(text: string): string {
  const parsed = exchangeUrlSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw refused(parsed.error);
}
