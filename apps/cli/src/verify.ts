import { exchangeUrlSchema } from '@postern/core/exchange-url';
import { Command } from 'commander';
import { parseMailServerOption, refused, serverOptionFormat } from './server-option.js';
import type { VerifyOptions } from './verify-options.js';

/**
 * `postern verify`: probes servers from this machine, without Postern's database or api, under the same
 * POSTERN_EGRESS_… variables. The exit code is 1 if a server fails, and 2 if the options make no sense.
 */
export function buildVerifyCommand(): Command {
  const command = new Command('verify')
    .description('check mail servers from this machine and print each step')
    .option(`--imap ${serverOptionFormat}`, 'IMAP server; port 993 if left out', (text) =>
      parseMailServerOption('imap', text),
    )
    .option(`--smtp ${serverOptionFormat}`, 'submission server; port 465 if left out', (text) =>
      parseMailServerOption('smtp', text),
    )
    .option('--exchange <url>', 'Exchange URL, like https://mail.example.com/EWS/Exchange.asmx', parseUrl)
    .option('--user <name>', 'log in too; the password is read from standard input, or asked for')
    .option('--allow-non-secure-certificate', 'accept a certificate that no authority has signed')
    .option('--json', 'print the whole result as JSON')
    .action(async (options: VerifyOptions) => {
      const isMail = options.imap !== undefined || options.smtp !== undefined;
      if (isMail === (options.exchange !== undefined)) {
        command.error('error: give --imap, --smtp or both; or give --exchange', { exitCode: 2 });
      }
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
