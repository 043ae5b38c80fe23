import type { Locator } from 'playwright-core';

/** Fills in the form of the settings panel for a domain whose two servers listen on 127.0.0.1. */
export async function fillImapForm(
  panel: Locator,
  domain: string,
  imapPort: number,
  smtpPort: number,
): Promise<void> {
  const values = [
    ['Domain name', domain],
    ['IMAP server name', '127.0.0.1'],
    ['IMAP port', String(imapPort)],
    ['SMTP server name', '127.0.0.1'],
    ['SMTP port', String(smtpPort)],
  ] as const;
  for (const [label, value] of values) await panel.getByLabel(label, { exact: true }).fill(value);
}
