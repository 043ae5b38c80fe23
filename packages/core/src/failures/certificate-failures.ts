import type { FailureEntry } from './failure-entry.js';

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
      'Install a certificate from a recognised certificate authority. If your organisation runs its own, select “Allow non-secure certificate”.',
  },
  'cert-chain-incomplete': {
    part: 'certificate',
    title: ({ host }) => `${host} does not send its complete certificate chain`,
    advice: () =>
      'The server must send the intermediate certificate too. Ask whoever runs it to install the “full chain” file.',
  },
  'cert-expired': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} has expired`,
    advice: () => 'Ask whoever runs the server to renew the certificate.',
  },
  'cert-not-yet-valid': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} is not valid yet`,
    advice: () => 'Ask whoever runs the server to check the certificate’s dates and the server’s clock.',
  },
  'cert-name-mismatch': {
    part: 'host',
    title: ({ host }) => `The certificate is not valid for the name ${host}`,
    advice: ({ names }) =>
      names?.length
        ? `Enter the server name that the certificate is for (${names.slice(0, 3).join(', ')}), or ask IT for a certificate with this name.`
        : 'Ask IT for a certificate that holds this server name as a subject alternative name.',
  },
  'cert-weak': {
    part: 'host',
    title: ({ host }) => `The certificate of ${host} is too weak to be trusted`,
    advice: () =>
      'Ask whoever runs the server for a certificate with an RSA key of 2048 bits or more (or an EC key) and SHA-256.',
  },
  'cert-changed': {
    part: 'certificate',
    title: ({ host }) => `${host} sends a different certificate from the one that was accepted`,
    advice: () =>
      'Ask IT whether the certificate was replaced. If it was, compare the fingerprint with them and accept the new certificate; if not, somebody may be intercepting the connection.',
  },
} as const satisfies Record<string, FailureEntry>;
