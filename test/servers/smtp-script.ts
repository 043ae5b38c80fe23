import type { ServerTls } from './accept-tls.js';
import type { Script } from './scripted-server.js';
import type { Wire } from './wire.js';

export type SmtpScriptOptions = {
  readonly greeting?: string;
  /** The EHLO keywords, one for each line of the reply. */
  readonly keywords?: readonly string[];
  readonly keywordsInTls?: readonly string[];
  /** The TLS options with which STARTTLS works; without them the server does not offer STARTTLS. */
  readonly startTls?: ServerTls;
  /** The text that is sent in place of the answer to STARTTLS; more bytes may follow the answer. */
  readonly startTlsAnswer?: string;
  /** Returns the answer to a login with this password. By default `accounts` decides. */
  readonly loginAnswer?: (password: string) => string;
  readonly accounts?: Readonly<Record<string, string>>;
  /** The answers to other commands, by the command's name. */
  readonly answers?: Readonly<Record<string, string>>;
};

/** Returns the script of a submission server that follows the protocol, except where the options say otherwise. */
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
      } else if (command === 'AUTH') wire.sendRaw(answerLogin(options, await readCredentials(wire, line)));
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

function answerLogin(
  { loginAnswer, accounts }: SmtpScriptOptions,
  [user = '', password = '']: readonly string[],
): string {
  if (loginAnswer !== undefined) return loginAnswer(password);
  return accounts !== undefined && accounts[user] === password
    ? '235 2.7.0 welcome\r\n'
    : '535 5.7.8 sorry\r\n';
}

/**
 * Reads a login: PLAIN with its initial response (RFC 4954 §4), or LOGIN, which asks for user name and password in
 * base64.
 */
async function readCredentials(wire: Wire, line: string): Promise<string[]> {
  const [, mechanism = '', initial = ''] = line.split(' ');
  const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8');
  if (mechanism.toUpperCase() !== 'LOGIN') return decode(initial).split('\0').slice(1);
  wire.send('334 VXNlcm5hbWU6');
  const user = decode(await wire.readLine());
  wire.send('334 UGFzc3dvcmQ6');
  return [user, decode(await wire.readLine())];
}
