/** Returns where a domain publishes its Mail Autoconfig document, the preferred place first. */
export function autoconfigUrls(domain: string): string[] {
  return [
    `https://autoconfig.${domain}/mail/config-v1.1.xml`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ];
}
