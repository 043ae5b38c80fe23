import { expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { trustRoots } from './trust-roots.js';

test('an authority of the operator is trusted beside Node’s own, any other is not', async () => {
  const certificates = await makeCertificates();
  const roots = trustRoots(certificates.ca);
  expect(roots.holds(new X509Certificate(certificates.ca).raw)).toBe(true);
  expect(roots.holds(new X509Certificate(certificates.of('selfSigned').cert).raw)).toBe(false);
  expect(trustRoots(certificates.ca)).toBe(roots);
});

test.each([['nothing'], [''], ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']])(
  'a text without a certificate is refused: %j',
  (pem) => {
    expect(() => trustRoots(pem)).toThrow();
  },
);
