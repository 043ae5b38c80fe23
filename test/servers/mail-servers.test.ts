import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { describeWith } from '../environment/describe-with.js';
import { createCertificateAuthority, type IssuedCertificate } from './certificate-authority.js';
import { startDovecot, type PrivateDovecot } from './dovecot.js';
import { mailUsers } from './mail-users.js';
import { startPostfix, type PrivatePostfix } from './postfix.js';
import { createPrivateFolder } from './private-folder.js';

describeWith(['dovecot', 'openssl'], 'the Dovecot that startDovecot starts', () => {
  let folder: { path: string; remove(): Promise<void> };
  let ca: string;
  let certificate: IssuedCertificate;
  let dovecot: PrivateDovecot;

  beforeAll(async () => {
    folder = await createPrivateFolder('certificates');
    const authority = await createCertificateAuthority(folder.path);
    certificate = await authority.issue('mail.example.com', ['DNS:mail.example.com', 'IP:127.0.0.1']);
    ca = await readFile(authority.caFile, 'utf8');
    dovecot = await startDovecot(certificate);
  });
  afterAll(async () => {
    await dovecot?.stop();
    await folder?.remove();
  });

  test.each(['implicit', 'starttls'])(
    'Dovecot logs every test user in over %s TLS with a certificate of the test CA',
    async (mode) => {
      for (const { username, password } of mailUsers) {
        const client = new ImapFlow({
          host: '127.0.0.1',
          port: mode === 'implicit' ? dovecot.imapsPort : dovecot.imapPort,
          secure: mode === 'implicit',
          doSTARTTLS: mode === 'starttls',
          auth: { user: username, pass: password },
          tls: { ca },
          logger: false,
        });
        await client.connect();
        expect(client.usable).toBe(true);
        await client.logout();
      }
    },
  );

  describeWith(['postfix', 'root'], 'the Postfix that startPostfix starts', () => {
    let postfix: PrivatePostfix;
    beforeAll(async () => {
      postfix = await startPostfix(certificate, dovecot.saslPort);
    });
    afterAll(() => postfix?.stop());

    test.each(['implicit', 'starttls'])(
      'Postfix accepts the login of a test user over %s TLS and refuses a wrong password',
      async (mode) => {
        const transport = (pass: string) =>
          createTransport({
            host: '127.0.0.1',
            port: mode === 'implicit' ? postfix.submissionsPort : postfix.submissionPort,
            secure: mode === 'implicit',
            requireTLS: mode === 'starttls',
            auth: { user: mailUsers[0].username, pass },
            tls: { ca },
          });
        await expect(transport(mailUsers[0].password).verify()).resolves.toBe(true);
        await expect(transport('wrong').verify()).rejects.toMatchObject({ responseCode: 535 });
      },
    );
  });
});
