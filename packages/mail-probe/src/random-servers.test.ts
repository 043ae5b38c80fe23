import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { runScenario } from '@postern/test/scenarios/run-scenario';
import { account, hurried, type Scenario } from '@postern/test/scenarios/scenario';
import type { Script } from '@postern/test/servers/scripted-server';

let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

/**
 * Parts of random server answers: valid lines, with which a conversation passes its first steps, and random bytes,
 * which make it fail.
 */
const fragments = fc.oneof(
  fc.constantFrom(
    '* OK ready\r\n',
    '* PREAUTH hi\r\n',
    '* BYE\r\n',
    '* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n',
    'P1 OK done\r\n',
    'P2 OK done\r\n',
    'P3 OK done\r\n',
    '+ go on\r\n',
    '* LIST (\\x) {3}\r\nabc\r\n',
    '220 mail.example.com\r\n',
    '250-mail.example.com\r\n',
    '250-STARTTLS\r\n',
    '250 AUTH PLAIN LOGIN CRAM-MD5\r\n',
    '235 2.7.0 welcome\r\n',
    '334 \r\n',
    'HTTP/1.1 401 no\r\nwww-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n',
    'HTTP/1.1 302 there\r\nlocation: //[::1]:x/\r\n\r\n',
    '\r\n',
    '\0',
    '\x16\x03\x03\x00\x05',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const scenario = fc.record({
  endpoint: fc.constantFrom('imap', 'smtp', 'exchange'),
  isStarttls: fc.boolean(),
  isInTls: fc.boolean(),
  hasPassword: fc.boolean(),
  says: fc.array(fragments, { maxLength: 8 }),
});

test('a probe of a server that sends random bytes never ends as unknown and never reports the password', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ endpoint, isStarttls, isInTls, hasPassword, says }) => {
      const script: Script = async (wire) => {
        for (const text of says) {
          wire.sendRaw(text);
          await wire.pause(1);
        }
      };
      const played: Scenario = {
        name: 'random',
        endpoint,
        // Probing STARTTLS on a TLS port only waits for a greeting, which other scenarios cover.
        tls: isStarttls && !isInTls && endpoint !== 'exchange' ? 'starttls' : 'implicit',
        server: (made) => (isInTls ? { script, tls: made.of('good') } : { script }),
        limits: hurried,
        expected: null,
        ...(hasPassword ? { password: true } : {}),
      };
      const { result, unknowns } = await runScenario(played, certificates);
      expect(unknowns).toEqual([]);
      expect(JSON.stringify(result)).not.toContain(account.password);
    }),
    { numRuns: 60 },
  );
});
