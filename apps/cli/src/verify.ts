import { exchangeUrlSchema } from '@postern/core/exchange-url';
import { mailServerInputSchema, type MailServer } from '@postern/core/mail-settings';
import { inputErrors } from '@postern/core/problem';
import { Command, InvalidArgumentError } from 'commander';
import { parseServerOption } from './parse-server-option.js';

/** What `postern verify` was asked for. */
export type VerifyOptions = {
  readonly imap?: MailServer;
  readonly smtp?: MailServer;
  readonly exchange?: string;
  readonly user?: string;
  readonly allowNonSecureCertificate?: true;
  readonly json?: true;
};

/**
 * `postern verify`: probes servers from this machine, without a database or a server of Postern, under the same
 * POSTERN_EGRESS_… variables. Sets exit code 1 if they fail and 2 if the command makes no sense.
 */
export function buildVerifyCommand(): Command {
  const command = new Command('verify')
    .description('probe mail servers from this machine and print what happens, step by step')
    .option('--imap <host[:port][,starttls]>', 'IMAP server; port 993 unless said', parseServer(993, 143))
    .option(
      '--smtp <host[:port][,starttls]>',
      'submission server; port 465 unless said',
      parseServer(465, 587),
    )
    .option('--exchange <url>', 'Exchange URL, like https://mail.example.com/EWS/Exchange.asmx', parseUrl)
    .option('--user <name>', 'log in too; the password is read from standard input, or asked for')
    .option('--allow-non-secure-certificate', 'accept a certificate that no authority has signed')
    .option('--json', 'print the whole result as JSON')
    .action(async (options: VerifyOptions) => {
      const isMail = options.imap !== undefined || options.smtp !== undefined;
      if (isMail === (options.exchange !== undefined)) {
        command.error('error: give --imap and --smtp, one of them, or --exchange', { exitCode: 2 });
      }
      const { verifyServers } = await import('./verify-servers.js');
      process.exitCode = await verifyServers(options);
    });
  return command;
}

function parseServer(implicitPort: number, starttlsPort: number) {
  return (text: string): MailServer => {
    const parsed = mailServerInputSchema.safeParse(parseServerOption(text, implicitPort, starttlsPort));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(describe(parsed.error.issues));
  };
}

function parseUrl(text: string): string {
  const parsed = exchangeUrlSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(describe(parsed.error.issues));
}

function describe(issues: Parameters<typeof inputErrors>[0]): string {
  const parts = inputErrors(issues).map(({ message, suggestion }) =>
    suggestion === undefined ? `${message}.` : `${message}; try ${suggestion}.`,
  );
  return parts.join(' ');
}
