import type { Locator } from 'playwright-core';

/** Fills in the form of the settings panel for a domain whose two servers listen on 127.0.0.1; null keeps the domain. */
export async function fillImapForm(
  panel: Locator,
  domain: string | null,
  imapPort: number,
  smtpPort: number,
): Promise<void> {
  const values = [
    ['IMAP server name', '127.0.0.1'],
    ['IMAP port', String(imapPort)],
    ['SMTP server name', '127.0.0.1'],
    ['SMTP port', String(smtpPort)],
  ] as const;
  if (domain !== null) await panel.getByLabel('Domain name', { exact: true }).fill(domain);
  for (const [label, value] of values) await panel.getByLabel(label, { exact: true }).fill(value);
}
