import type { FailureEntry, FailureWords } from './failure-entry.js';

/** The failures of a certificate check, with their texts. */
export const certificateFailures = {
  'cert-self-signed': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} is not signed by a certificate authority`,
    advice: () =>
      'Install a certificate from a recognised certificate authority. If the self-signed certificate is intended, select “Allow non-secure certificate”: from then on, exactly this certificate is expected.',
  },
  'cert-unknown-ca': {
    part: 'certificate',
    title: ({ host }) =>
      `The certificate of ${host} is from a certificate authority that is not trusted here`,
    advice: () =>
      'Install a certificate from a recognised certificate authority. If your organisation runs its own, add its certificate to the certificate authorities of the account; if you cannot get that, select “Allow non-secure certificate”.',
  },
  'cert-chain-incomplete': {
    part: 'certificate',
    title: ({ host }) => `${host} does not send its complete certificate chain`,
    advice: () =>
      'The server must send the intermediate certificate too. Ask whoever runs it to install the “full chain” file. If an authority of your own organisation signed the certificate, add that authority to the certificate authorities of the account instead.',
  },
  'cert-expired': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} has expired`,
    advice: () => 'Ask whoever runs the server to renew the certificate.',
  },
  'cert-chain-expired': {
    part: 'certificate',
    title: ({ host }) => `${host} sends an intermediate certificate that has expired`,
    advice: ({ chainMember }) =>
      `The server’s own certificate is still valid; renewing it does not help. Ask whoever runs the server to install the current chain${chainMember === undefined ? '' : ` in place of “${chainMember}”`}.`,
  },
  'cert-wrong-purpose': {
    part: 'certificate',
    title: ({ host, chainMember }) =>
      chainMember === undefined
        ? `The certificate of ${host} is not meant for servers`
        : `${host} sends a certificate chain with a certificate that must not sign others`,
    advice: ({ chainMember }) =>
      chainMember === undefined
        ? 'Ask IT for a certificate for TLS servers (extended key usage “serverAuth”).'
        : `Ask whoever runs the server to replace “${chainMember}” in the chain by the certificate of the authority.`,
  },
  'cert-not-yet-valid': {
    part: 'certificate',
    title: ({ host, chainMember }) =>
      chainMember === undefined
        ? `The certificate of ${host} is not valid yet`
        : `${host} sends an intermediate certificate that is not valid yet`,
    advice: ({ chainMember }) =>
      chainMember === undefined
        ? 'Ask whoever runs the server to check the certificate’s dates and the server’s clock.'
        : `Ask whoever runs the server to install the current chain in place of “${chainMember}”.`,
  },
  'cert-name-mismatch': {
    part: 'host',
    title: ({ host }) => `The certificate is not valid for the name ${host}`,
    advice: nameAdvice,
  },
  'cert-weak': {
    part: 'host',
    title: ({ host, chainMember }) =>
      chainMember === undefined
        ? `The certificate of ${host} is too weak to be trusted`
        : `${host} sends a certificate chain that is too weak to be trusted`,
    advice: ({ chainMember }) =>
      chainMember === undefined
        ? 'Ask whoever runs the server for a certificate with an RSA key of 2048 bits or more (or an EC key) and SHA-256.'
        : `The chain contains “${chainMember}”, whose key or signature is too weak. Ask whoever runs the server to install the current chain of its certificate authority.`,
  },
  'cert-changed': {
    part: 'certificate',
    title: ({ host }) => `${host} sends a different certificate from the one that was accepted`,
    advice: () =>
      'Ask IT whether the certificate was replaced. If it was, compare the fingerprint with them and accept the new certificate; if not, somebody may be intercepting the connection.',
  },
} as const satisfies Record<string, FailureEntry>;

/** A wildcard covers one label (RFC 9525 §6.3) and cannot be entered as a server name. */
function nameAdvice({ host, names = [] }: FailureWords): string {
  const wildcard = names.find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  if (wildcard !== undefined) {
    const domain = wildcard.slice(2);
    return `The certificate is for names directly below ${domain}, such as mail.${domain}; a wildcard does not cover further labels. Enter such a name if the server has one, or ask IT for a certificate with this name.`;
  }
  const entered = names.filter((name) => !name.startsWith('*.')).slice(0, 3);
  if (entered.length > 0)
    return `Enter the server name that the certificate is for (${entered.join(', ')}), or ask IT for a certificate with this name.`;
  return names.length > 0
    ? `The certificate is for names directly below ${names[0]!.slice(2)}. Enter such a name, or ask IT for a certificate with this name.`
    : 'Ask IT for a certificate that holds this server name as a subject alternative name; a common name alone does not count.';
}
