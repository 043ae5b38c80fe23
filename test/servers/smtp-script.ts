import type { ServerTls } from './accept-tls.js';
import { readSaslLogin, refuseToken } from './read-sasl-login.js';
import type { Script } from './scripted-server.js';
import type { Wire } from './wire.js';

export type SmtpScriptOptions = {
  readonly greeting?: string;
  /** The EHLO keywords, one for each line of the reply. */
  readonly keywords?: readonly string[];
  readonly keywordsInTls?: readonly string[];
  /** The TLS options with which STARTTLS works; without them the server does not offer STARTTLS. */
  readonly startTls?: ServerTls;
  /** The bytes that are sent in place of a TLS handshake, after the client has begun it. */
  readonly startTlsAlert?: Uint8Array;
  /** The text that is sent in place of the answer to STARTTLS; more bytes may follow the answer. */
  readonly startTlsAnswer?: string;
  /** Returns the answer to a login with this password. By default `accounts` decides. */
  readonly loginAnswer?: (password: string) => string;
  /** The passwords or access tokens by user name. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** With what a token is refused before the last reply; JSON, or any text. */
  readonly tokenChallenge?: object | string;
  /** The answers to AUTH, by mechanism, which are sent before the next line is read. */
  readonly mechanismAnswers?: Readonly<Record<string, string>>;
  /** Whether the server closes the connection directly after the answer to a login. */
  readonly closesAfterLogin?: boolean;
  /** Whether the server accepts EHLO only once in plain text and once inside TLS, as OpenSMTPD does. */
  readonly takesEhloOnce?: boolean;
  /** The answers to other commands, by the command's name. */
  readonly answers?: Readonly<Record<string, string>>;
  /** The answers to other commands inside TLS after STARTTLS. */
  readonly answersInTls?: Readonly<Record<string, string>>;
  /** Whether the server ignores the initial response of AUTH and asks for the response again. */
  readonly ignoresInitialResponse?: boolean;
};

/** Returns the script of a submission server that follows the protocol, except where the options say otherwise. */
export function smtpScript(options: SmtpScriptOptions = {}): Script {
  return async (wire) => {
    const inTls = options.keywordsInTls ?? ['PIPELINING', 'SIZE 10240000', 'AUTH PLAIN LOGIN', '8BITMIME'];
    let keywords =
      options.keywords ??
      (options.startTls === undefined && options.startTlsAlert === undefined
        ? inTls
        : ['PIPELINING', 'STARTTLS', '8BITMIME']);
    let { answers } = options;
    let hasGreeted = false;
    wire.send(options.greeting ?? '220 mail.example.com ESMTP');
    for (;;) {
      const line = await wire.readLine();
      const [command = ''] = line.toUpperCase().split(' ');
      const mechanism = line.toUpperCase().split(' ')[1] ?? '';
      const canned =
        answers?.[command] ?? (command === 'AUTH' ? options.mechanismAnswers?.[mechanism] : undefined);
      if (canned !== undefined) {
        const hasPassword = command === 'AUTH' && line.split(' ').length > 2;
        if (hasPassword && canned.startsWith('535')) wire.countRefusal();
        wire.sendRaw(canned);
      } else if (command === 'EHLO') {
        wire.send(
          hasGreeted && options.takesEhloOnce === true ? '503 5.5.1 already said' : listKeywords(keywords),
        );
        hasGreeted = true;
      } else if (command === 'STARTTLS' && options.startTls !== undefined) {
        wire.sendRaw(options.startTlsAnswer ?? '220 begin\r\n');
        if (options.startTlsAnswer !== undefined && !options.startTlsAnswer.startsWith('220')) continue;
        await wire.startTls(options.startTls);
        keywords = inTls;
        answers = options.answersInTls ?? answers;
        hasGreeted = false;
      } else if (command === 'STARTTLS' && options.startTlsAlert !== undefined) {
        wire.send('220 begin');
        await wire.readUntil('\x16\x03');
        wire.sendRaw(options.startTlsAlert);
        return await wire.untilClosed();
      } else if (command === 'AUTH') {
        const answer = answerLogin(options, await readCredentials(wire, line, options));
        if (/^(?:535|5\d\d 5\.7\.[^49])/.test(answer)) {
          wire.countRefusal();
          if (options.tokenChallenge !== undefined)
            await refuseToken(mechanism, options.tokenChallenge, (challenge) => ask(wire, challenge));
        }
        wire.sendRaw(answer);
        if (options.closesAfterLogin === true) return;
      } else if (command === 'QUIT') {
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

async function ask(wire: Wire, challenge: string): Promise<string> {
  wire.send(`334 ${challenge}`);
  return await wire.readLine();
}

async function readCredentials(
  wire: Wire,
  line: string,
  { accounts, ignoresInitialResponse }: SmtpScriptOptions,
): Promise<string[]> {
  const [, mechanism = '', given] = line.split(' ');
  const initial = ignoresInitialResponse === true ? undefined : given;
  return await readSaslLogin(mechanism.toUpperCase(), initial, (challenge) => ask(wire, challenge), accounts);
}
