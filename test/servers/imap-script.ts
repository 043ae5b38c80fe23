import type { ServerTls } from './accept-tls.js';
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
  readonly accounts?: Readonly<Record<string, string>>;
  /** The answers to other commands, by the command's name; `%` stands for the tag. */
  readonly answers?: Readonly<Record<string, string>>;
};

const plainCapabilities = 'IMAP4rev1 LITERAL+ IDLE ID SASL-IR STARTTLS LOGINDISABLED';
const tlsCapabilities = 'IMAP4rev1 LITERAL+ IDLE ID SASL-IR AUTH=PLAIN';

/** Returns the script of an IMAP server that follows the protocol, except where the options say otherwise. */
export function imapScript(options: ImapScriptOptions = {}): Script {
  return async (wire) => {
    let capabilities =
      options.capabilities ?? (options.startTls === undefined ? tlsCapabilities : plainCapabilities);
    wire.send(options.greeting ?? '* OK example.com ready');
    for (;;) {
      const line = await wire.readLine();
      const [, tag = '*', name = '', rest = ''] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? [];
      const command = name.toUpperCase();
      const canned = options.answers?.[command];
      if (canned !== undefined) wire.sendRaw(canned.replaceAll('%', tag));
      else if (command === 'CAPABILITY') wire.send(`* CAPABILITY ${capabilities}\r\n${tag} OK done`);
      else if (command === 'STARTTLS' && options.startTls !== undefined) {
        if (!(await upgrade(wire, tag, options))) continue;
        capabilities = options.capabilitiesInTls ?? tlsCapabilities;
      } else if (command === 'AUTHENTICATE' || command === 'LOGIN') {
        wire.sendRaw(answerLogin(options, tag, await readCredentials(wire, command, rest)));
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

/**
 * Reads a login: PLAIN with or without its initial response (RFC 4959), or the LOGIN command with atoms and quoted
 * strings.
 */
async function readCredentials(wire: Wire, command: string, rest: string): Promise<string[]> {
  if (command === 'LOGIN')
    return [...rest.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
  let [, encoded] = rest.split(' ');
  if (encoded === undefined) {
    wire.send('+ ');
    encoded = await wire.readLine();
  }
  return Buffer.from(encoded, 'base64').toString('utf8').split('\0').slice(1);
}
