import { getDiffieHellman } from 'node:crypto';
import { makeCostlyChain } from '../certificates/costly-chain.js';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { Expected, Scenario } from './scenario.js';

/** Returns TLS options of a server that knows nothing but Diffie-Hellman with a prime of RFC 3526. */
export function finiteField(group: 'modp14' | 'modp17' | 'modp18') {
  const prime = getDiffieHellman(group).getPrime();
  const size = (length: number) => Buffer.from([0x82, length >> 8, length & 0xff]);
  const integer = Buffer.concat([Buffer.from([0x02]), size(prime.length + 1), Buffer.from([0]), prime]);
  const body = Buffer.concat([integer, Buffer.from([0x02, 1, 2])]);
  const text = Buffer.concat([Buffer.from([0x30]), size(body.length), body]).toString('base64');
  const lines = text.match(/.{1,64}/g)!.join('\n');
  return {
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-AES256-GCM-SHA384',
    dhparam: `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`,
  } as const;
}

const fails = (code: Expected['code'], field: string): Expected => ({ code, stage: 'tls', field });

/** Scenarios of TLS handshakes that cost a client much more CPU time than the server. */
export const costlyTlsScenarios: readonly Scenario[] = [
  {
    endpoint: 'imap',
    name: 'a server that offers only Diffie-Hellman of 2048 bits',
    server: (c) => ({ script: imapScript(), tls: { ...c.of('good'), ...finiteField('modp14') } }),
    expected: null,
    warnings: ['tls-only-dhe'],
    says: /ECDHE/,
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'a server that offers only Diffie-Hellman of 2048 bits after STARTTLS',
    password: true,
    server: (c) => ({
      script: smtpScript({
        accounts: { 'ann@example.com': 'canary-7f3a9c' },
        startTls: { ...c.of('good'), ...finiteField('modp14') },
      }),
    }),
    expected: null,
    warnings: ['tls-only-dhe'],
  },
  {
    endpoint: 'imap',
    name: 'a server that offers only Diffie-Hellman of 6144 bits',
    server: (c) => ({ script: imapScript(), tls: { ...c.of('good'), ...finiteField('modp17') } }),
    expected: fails('tls-only-dhe', 'imap.host'),
    says: /4096 bits/,
  },
  {
    endpoint: 'imap',
    name: 'a chain of 30 certificates with exponents of 3072 bits',
    server: () => ({ script: imapScript(), tls: makeCostlyChain(30) }),
    expected: fails('limit-exceeded', 'imap.host'),
  },
];
