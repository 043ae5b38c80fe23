import type { ServerTls } from './accept-tls.js';
import type { Script } from './scripted-server.js';

export type SmtpScriptOptions = {
  readonly greeting?: string;
  /** EHLO keywords, one a line. */
  readonly keywords?: readonly string[];
  readonly keywordsInTls?: readonly string[];
  /** With it STARTTLS works. */
  readonly startTls?: ServerTls;
  /** Sent in place of the answer to STARTTLS; more bytes may follow. */
  readonly startTlsAnswer?: string;
  /** The answer to a login with this password; `accounts` decides if left out. */
  readonly loginAnswer?: (password: string) => string;
  readonly accounts?: Readonly<Record<string, string>>;
  /** Answers to other commands by their name. */
  readonly answers?: Readonly<Record<string, string>>;
};

/** A submission server that behaves, but for what the options say. */
export function smtpScript(options: SmtpScriptOptions = {}): Script {
  return async (wire) => {
    const inTls = options.keywordsInTls ?? ['PIPELINING', 'SIZE 10240000', 'AUTH PLAIN LOGIN', '8BITMIME'];
    let keywords =
      options.keywords ?? (options.startTls === undefined ? inTls : ['PIPELINING', 'STARTTLS', '8BITMIME']);
    wire.send(options.greeting ?? '220 mail.example.com ESMTP');
    for (;;) {
      const line = await wire.readLine();
      const [command = ''] = line.toUpperCase().split(' ');
      const canned = options.answers?.[command];
      if (canned !== undefined) wire.sendRaw(canned);
      else if (command === 'EHLO') wire.send(listKeywords(keywords));
      else if (command === 'STARTTLS' && options.startTls !== undefined) {
        wire.sendRaw(options.startTlsAnswer ?? '220 begin\r\n');
        if (options.startTlsAnswer !== undefined && !options.startTlsAnswer.startsWith('220')) continue;
        await wire.startTls(options.startTls);
        keywords = inTls;
      } else if (command === 'AUTH') wire.sendRaw(answerLogin(options, line));
      else if (command === 'QUIT') {
        wire.send('221 bye');
        return;
      } else wire.send('502 unknown command');
    }
  };
}

function listKeywords(keywords: readonly string[]): string {
  const lines = ['mail.example.com', ...keywords];
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

/** Knows PLAIN with its initial response, which is what a client prefers that may choose. */
function answerLogin({ loginAnswer, accounts }: SmtpScriptOptions, line: string): string {
  const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    .toString('utf8')
    .split('\0');
  if (loginAnswer !== undefined) return loginAnswer(password);
  return accounts !== undefined && accounts[user] === password
    ? '235 2.7.0 welcome\r\n'
    : '535 5.7.8 sorry\r\n';
}
