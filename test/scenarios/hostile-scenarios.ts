import type { TestCertificates } from '../certificates/make-certificates.js';
import { imapScript } from '../servers/imap-script.js';
import type { Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { account, hurried, type Expected, type Play, type Scenario } from './scenario.js';

const flood =
  (bytes: string, before = ''): Script =>
  async (wire) => {
    wire.sendRaw(before);
    await wire.sendForEver(bytes);
  };
const plain = (script: Script) => (): Play => ({ script });
const inTls =
  (script: Script) =>
  (certificates: TestCertificates): Play => ({ script, tls: certificates.of('good') });
const limit = (stage: Expected['stage'], field: string): Expected => ({
  code: 'limit-exceeded',
  stage,
  field,
});
const starttls = { tls: 'starttls' } as const;

/** Scenarios of servers that try to cost Postern memory, time or CPU. None may exceed its limits. */
export const hostileScenarios: readonly Scenario[] = [
  {
    name: 'a server that sends endless bytes without a line end',
    endpoint: 'imap',
    ...starttls,
    server: plain(flood('x'.repeat(4096))),
    expected: limit('greeting', 'imap.host'),
  },
  {
    name: 'a server that sends endless blank lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(flood('\r\n'.repeat(2048))),
    expected: limit('greeting', 'smtp.host'),
  },
  {
    name: 'a server whose greeting has endless lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(flood('220-welcome\r\n'.repeat(300))),
    expected: limit('greeting', 'smtp.host'),
  },
  {
    name: 'a server whose EHLO reply has endless lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(endlessAnswer('220 hello\r\n', '250-SIZE\r\n')),
    expected: limit('capability', 'smtp.host'),
  },
  {
    name: 'a server that sends endless untagged responses inside TLS',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', '* OK still there\r\n')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'a server that sends endless capabilities in one line',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', ' X', '* CAPABILITY')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'a server that sends a literal of 999,999,999 bytes',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', 'x'.repeat(4096), '* X {999999999}\r\n')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'a server that sends endless TLS records',
    endpoint: 'imap',
    server: plain(flood('\x16\x03\x03\x40\x00'.padEnd(16_389, '\x02'))),
    expected: limit('tls', 'imap.host'),
  },
  {
    name: 'a server that sends its capabilities byte by byte',
    endpoint: 'imap',
    server: inTls(async (wire) => {
      wire.send('* OK hello');
      for (;;) {
        wire.sendRaw('* ');
        await wire.pause(40);
      }
    }),
    limits: hurried,
    expected: { code: 'deadline-exceeded', stage: 'capability', field: 'imap.host' },
  },
  {
    name: 'a server that answers the login with 80,000 bytes in one line',
    endpoint: 'imap',
    password: true,
    server: inTls(imapScript({ loginAnswer: () => `% OK ${'x'.repeat(80_000)}` })),
    expected: limit('authenticate', 'imap.host'),
  },
  {
    name: 'a server that answers the login with 15,000 nested brackets',
    endpoint: 'imap',
    password: true,
    server: inTls(imapScript({ loginAnswer: () => `* LIST ${'('.repeat(15_000)}\r\n% OK done\r\n` })),
    expected: null,
  },
  {
    name: 'a server that repeats the password in its refusal',
    endpoint: 'smtp',
    password: true,
    server: inTls(
      smtpScript({ loginAnswer: (password) => `535 5.7.8 ${password} is wrong, ${account.password}\r\n` }),
    ),
    expected: { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' },
  },
  {
    name: 'a server that sends nothing after the login command',
    endpoint: 'smtp',
    password: true,
    server: inTls(smtpScript({ loginAnswer: () => '' })),
    limits: hurried,
    expected: { code: 'deadline-exceeded', stage: 'authenticate', field: 'smtp.host' },
  },
];

/** Sends a greeting, waits for one command, and then answers without end. */
function endlessAnswer(greeting: string, bytes: string, before = ''): Script {
  return async (wire) => {
    wire.sendRaw(greeting);
    await wire.readLine();
    wire.sendRaw(before);
    await wire.sendForEver(bytes.repeat(Math.ceil(4096 / bytes.length)));
  };
}
