import { expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { publicKeyInfo } from './public-key-info.js';

test('the public key that is cut out of each authority of Node is the exported one', () => {
  const authorities = getCACertificates('bundled').map((pem) => new X509Certificate(pem));
  expect(authorities.length).toBeGreaterThan(100);
  for (const authority of authorities) {
    const exported = authority.publicKey.export({ type: 'spki', format: 'der' });
    expect(publicKeyInfo(authority)).toEqual(exported);
  }
});

test.each([
  ['nothing', ''],
  ['an indefinite length', '30803080a003020102'],
  ['a length that takes nine bytes', '3089ffffffffffffffffff'],
  ['a length beyond the end', '3082ffff3082ffffa003020102'],
])('the public key is exported if the certificate is not in DER: %s', (_name, hex) => {
  const exported = Buffer.from('exported');
  const certificate = {
    raw: Buffer.from(hex, 'hex'),
    publicKey: { export: () => exported },
  } as unknown as X509Certificate;
  expect(publicKeyInfo(certificate)).toBe(exported);
});
