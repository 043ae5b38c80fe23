import type { MailSettings } from '@postern/core/mail-settings';
import type { Verification } from '@postern/core/verification';
import type { ConsoleStack } from './start-console.js';

const host = '127.0.0.1';

/**
 * Creates two more accounts, and domains in every state: verified, failed, filtered by a firewall, pinned, with
 * Exchange, and with a user's attempt.
 */
export async function seedAccount({ stack, mail, tokens, url }: ConsoleStack): Promise<void> {
  const imap = (domain: string, imapPort: number, smtpPort: number, changes: object = {}) => ({
    domain,
    kind: 'imap',
    imap: { host, port: imapPort, tls: 'implicit' },
    smtp: { host, port: smtpPort, tls: 'implicit' },
    ...changes,
  });
  const starttls = {
    imap: { host, port: mail.imapPort, tls: 'starttls' },
    smtp: { host, port: mail.submissionPort, tls: 'starttls' },
  };
  const exchange = { url: `https://${host}:${mail.exchangePort}/EWS/Exchange.asmx` };
  const bodies = [
    imap('example.com', mail.imapsPort, mail.submissionsPort),
    imap('sales.example.com', mail.imapPort, mail.submissionPort, starttls),
    imap('example.net', mail.imapsPort, mail.closedPort),
    imap('xn--bcher-kva.example.org', mail.selfSignedImapPort, mail.selfSignedSmtpPort, {
      allowNonSecureCertificate: true,
    }),
    imap('lab.example.org', mail.selfSignedImapPort, mail.selfSignedSmtpPort),
    { domain: 'office.example.org', kind: 'exchange', exchange },
  ];
  // A server that closes the connection is tried three times with pauses; the other domains are created in this
  // time.
  const filtered = await stack.call<MailSettings>(
    'POST',
    '/v1/mail-settings',
    imap('filtered.example.net', mail.hangingUpPort, mail.submissionsPort, {
      imap: { host, port: mail.hangingUpPort, tls: 'starttls' },
    }),
  );
  for (const body of bodies) {
    const saved = await stack.call<MailSettings>('POST', '/v1/mail-settings', body);
    await stack.settled<Verification>(saved.verification.id!);
  }
  await verifyTwiceMore(stack, 'example.com');
  const { domain: _, ...settings } = imap('', mail.imapsPort, mail.submissionsPort);
  await fetch(`${url}/v1/connections`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.member}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      email: 'tom@partner.example',
      settings,
      credentials: { password: 'not the right one' },
    }),
  });
  await stack.settled(filtered.verification.id!);
  for (const account of [{ name: 'Example Industries', dataCenter: 'eu1' }, { name: 'Example Schools' }]) {
    await fetch(`${url}/v1/accounts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.operator}`, 'content-type': 'application/json' },
      body: JSON.stringify({ dataCenter: null, ...account }),
    });
  }
}

/** Verifies a domain twice more, because the chart is shown only if there are two or more verifications. */
async function verifyTwiceMore(stack: ConsoleStack['stack'], domain: string): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    const started = await stack.call<Verification>('POST', `/v1/mail-settings/${domain}/verifications`, {});
    await stack.settled(started.id);
  }
}
