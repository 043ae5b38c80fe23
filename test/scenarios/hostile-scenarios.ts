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

/** Servers that want to cost us memory, time or processor. None may get more than its limits. */
export const hostileScenarios: readonly Scenario[] = [
  {
    name: 'a flood without line ends',
    endpoint: 'imap',
    ...starttls,
    server: plain(flood('x'.repeat(4096))),
    expected: limit('greeting', 'imap.host'),
  },
  {
    name: 'a flood of blank lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(flood('\r\n'.repeat(2048))),
    expected: limit('greeting', 'smtp.host'),
  },
  {
    name: 'a greeting of endless lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(flood('220-welcome\r\n'.repeat(300))),
    expected: limit('greeting', 'smtp.host'),
  },
  {
    name: 'an EHLO answer of endless lines',
    endpoint: 'smtp',
    ...starttls,
    server: plain(endlessAnswer('220 hello\r\n', '250-SIZE\r\n')),
    expected: limit('capability', 'smtp.host'),
  },
  {
    name: 'endless untagged answers in TLS',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', '* OK still there\r\n')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'one line of many capabilities',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', ' X', '* CAPABILITY')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'a huge literal',
    endpoint: 'imap',
    server: inTls(endlessAnswer('* OK hello\r\n', 'x'.repeat(4096), '* X {999999999}\r\n')),
    expected: limit('capability', 'imap.host'),
  },
  {
    name: 'a flood of TLS records',
    endpoint: 'imap',
    server: plain(flood('\x16\x03\x03\x40\x00'.padEnd(16_389, '\x02'))),
    expected: { code: 'tls-failed', stage: 'tls', field: 'imap.port' },
  },
  {
    name: 'a capability answer that comes drop by drop',
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
    name: 'an answer to the login that never ends',
    endpoint: 'imap',
    password: true,
    server: inTls(imapScript({ loginAnswer: () => `% OK ${'x'.repeat(80_000)}` })),
    expected: limit('authenticate', 'imap.host'),
  },
  {
    name: 'an answer to the login that nests deeply costs nothing',
    endpoint: 'imap',
    password: true,
    server: inTls(imapScript({ loginAnswer: () => `* LIST ${'('.repeat(15_000)}\r\n% OK done\r\n` })),
    expected: null,
  },
  {
    name: 'a refusal that echoes the password',
    endpoint: 'smtp',
    password: true,
    server: inTls(
      smtpScript({ loginAnswer: (password) => `535 5.7.8 ${password} is wrong, ${account.password}\r\n` }),
    ),
    expected: { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' },
  },
  {
    name: 'silence after the login began',
    endpoint: 'smtp',
    password: true,
    server: inTls(smtpScript({ loginAnswer: () => '' })),
    limits: hurried,
    expected: { code: 'deadline-exceeded', stage: 'authenticate', field: 'smtp.host' },
  },
];

/** Greets, waits for one command, and then answers without end. */
function endlessAnswer(greeting: string, bytes: string, before = ''): Script {
  return async (wire) => {
    wire.sendRaw(greeting);
    await wire.readLine();
    wire.sendRaw(before);
    await wire.sendForEver(bytes.repeat(Math.ceil(4096 / bytes.length)));
  };
}
