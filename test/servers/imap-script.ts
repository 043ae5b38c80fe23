import type { ServerTls } from './accept-tls.js';
import { readSaslLogin, refuseToken } from './read-sasl-login.js';
import type { Script } from './scripted-server.js';
import type { Wire } from './wire.js';

export type ImapScriptOptions = {
  readonly greeting?: string;
  readonly capabilities?: string;
  readonly capabilitiesInTls?: string;
  /** The TLS options with which STARTTLS works; without them the server does not offer STARTTLS. */
  readonly startTls?: ServerTls;
  /**
   * The text that is sent in place of the tagged answer to STARTTLS. `%` stands for the tag; more bytes may follow
   * the answer.
   */
  readonly startTlsAnswer?: string;
  /**
   * Returns the answer to a login with this password, of one or more lines; `%` stands for the tag. By default
   * `accounts` decides.
   */
  readonly loginAnswer?: (password: string) => string;
  /** The passwords or access tokens by user name. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** With what a token is refused before the tagged answer; JSON, or any text. */
  readonly tokenChallenge?: object | string;
  /**
   * The answers to AUTHENTICATE, by mechanism, which are sent before the next line is read; `%` stands for the tag.
   */
  readonly mechanismAnswers?: Readonly<Record<string, string>>;
  /** Whether the server closes the connection directly after the answer to a login. */
  readonly closesAfterLogin?: boolean;
  /** The answers to other commands, by the command's name; `%` stands for the tag. */
  readonly answers?: Readonly<Record<string, string>>;
  /** The answers to other commands inside TLS after STARTTLS. */
  readonly answersInTls?: Readonly<Record<string, string>>;
};

const plainCapabilities = 'IMAP4rev1 LITERAL+ IDLE ID SASL-IR STARTTLS LOGINDISABLED';
const tlsCapabilities = 'IMAP4rev1 LITERAL+ IDLE ID SASL-IR AUTH=PLAIN';

/** Returns the script of an IMAP server that follows the protocol, except where the options say otherwise. */
export function imapScript(options: ImapScriptOptions = {}): Script {
  return async (wire) => {
    let capabilities =
      options.capabilities ?? (options.startTls === undefined ? tlsCapabilities : plainCapabilities);
    let { answers } = options;
    wire.send(options.greeting ?? '* OK example.com ready');
    for (;;) {
      const line = await wire.readLine();
      const [, tag = '*', name = '', rest = ''] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? [];
      const command = name.toUpperCase();
      const mechanism = rest.split(' ')[0]!.toUpperCase();
      const canned =
        answers?.[command] ??
        (command === 'AUTHENTICATE' ? options.mechanismAnswers?.[mechanism] : undefined);
      if (canned !== undefined) {
        if (command === 'LOGIN' && /^% NO/m.test(canned)) wire.countRefusal();
        wire.sendRaw(canned.replaceAll('%', tag));
      } else if (command === 'CAPABILITY') wire.send(`* CAPABILITY ${capabilities}\r\n${tag} OK done`);
      else if (command === 'STARTTLS' && options.startTls !== undefined) {
        if (!(await upgrade(wire, tag, options))) continue;
        capabilities = options.capabilitiesInTls ?? tlsCapabilities;
        answers = options.answersInTls ?? answers;
      } else if (command === 'AUTHENTICATE' || command === 'LOGIN') {
        const answer = answerLogin(options, tag, await readCredentials(wire, command, rest, options));
        if (new RegExp(`^${tag} (?:NO|BAD)`, 'm').test(answer)) {
          wire.countRefusal();
          if (options.tokenChallenge !== undefined)
            await refuseToken(mechanism, options.tokenChallenge, (challenge) => ask(wire, challenge));
        }
        wire.sendRaw(answer);
        if (options.closesAfterLogin === true) return;
      } else if (command === 'LOGOUT') {
        wire.send(`* BYE\r\n${tag} OK done`);
        return;
      } else
        wire.send(`${tag} ${command === 'NOOP' || command === 'ID' ? 'OK done' : 'BAD unknown command'}`);
    }
  };
}

async function upgrade(
  wire: Wire,
  tag: string,
  { startTls, startTlsAnswer }: ImapScriptOptions,
): Promise<boolean> {
  wire.sendRaw((startTlsAnswer ?? '% OK begin\r\n').replaceAll('%', tag));
  if (startTlsAnswer !== undefined && !startTlsAnswer.startsWith('% OK')) return false;
  await wire.startTls(startTls!);
  return true;
}

function answerLogin(
  options: ImapScriptOptions,
  tag: string,
  [user = '', password = '']: readonly string[],
): string {
  if (options.loginAnswer !== undefined) return options.loginAnswer(password).replaceAll('%', tag);
  const isRight = options.accounts !== undefined && options.accounts[user] === password;
  return isRight ? `${tag} OK logged in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] sorry\r\n`;
}

async function ask(wire: Wire, challenge: string): Promise<string> {
  wire.send(`+ ${challenge}`);
  return await wire.readLine();
}

/** Reads a login: a SASL mechanism, or the LOGIN command with atoms, quoted strings and literals. */
async function readCredentials(
  wire: Wire,
  command: string,
  rest: string,
  { accounts }: ImapScriptOptions,
): Promise<string[]> {
  if (command === 'AUTHENTICATE') {
    const [mechanism = '', initial] = rest.split(' ');
    return await readSaslLogin(
      mechanism.toUpperCase(),
      initial,
      (challenge) => ask(wire, challenge),
      accounts,
    );
  }
  let line = rest;
  for (let match = /\{(\d+)\}$/.exec(line); match !== null; match = /\{(\d+)\}$/.exec(line)) {
    wire.send('+ go on');
    const bytes = await wire.readLine();
    const length = Number(match[1]);
    const value = Buffer.from(bytes.slice(0, length), 'latin1').toString('utf8');
    line = `${line.slice(0, match.index)}"${value.replace(/["\\]/g, '\\$&')}"${bytes.slice(length)}`;
  }
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    (match) => match[1]?.replace(/\\(.)/g, '$1') ?? match[2]!,
  );
}
