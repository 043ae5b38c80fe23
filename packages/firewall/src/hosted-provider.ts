/** Mail servers and receivers of webhooks that run at a provider: no firewall of the customer stands before them. Suffixes of host names. */
const providers: readonly (readonly [suffix: string, provider: string])[] = [
  ['outlook.com', 'Microsoft 365'],
  ['office365.com', 'Microsoft 365'],
  ['office.com', 'Microsoft 365'],
  ['gmail.com', 'Google'],
  ['googlemail.com', 'Google'],
  ['google.com', 'Google'],
  ['mail.yahoo.com', 'Yahoo'],
  ['yahoo.com', 'Yahoo'],
  ['aol.com', 'AOL'],
  ['mail.me.com', 'Apple iCloud'],
  ['icloud.com', 'Apple iCloud'],
  ['zoho.com', 'Zoho'],
  ['zoho.eu', 'Zoho'],
  ['fastmail.com', 'Fastmail'],
  ['messagingengine.com', 'Fastmail'],
  ['gmx.net', 'GMX'],
  ['gmx.com', 'GMX'],
  ['web.de', 'WEB.DE'],
  ['ionos.com', 'IONOS'],
  ['ionos.de', 'IONOS'],
  ['1and1.com', 'IONOS'],
  ['ovh.net', 'OVHcloud'],
  ['mailbox.org', 'mailbox.org'],
  ['emailsrvr.com', 'Rackspace Email'],
  ['secureserver.net', 'GoDaddy'],
  ['yandex.com', 'Yandex'],
  ['yandex.ru', 'Yandex'],
  ['awsapps.com', 'Amazon WorkMail'],
  ['slack.com', 'Slack'],
  ['logic.azure.com', 'Microsoft Power Automate'],
  ['powerplatform.com', 'Microsoft Power Automate'],
];

/** The provider that runs a server, `null` for one of the customer's own as far as its name tells. */
export function hostedProvider(host: string): string | null {
  return providers.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))?.[1] ?? null;
}
