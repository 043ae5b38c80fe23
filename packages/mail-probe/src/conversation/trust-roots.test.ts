import { expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { trustRoots } from './trust-roots.js';

test('trusts the operator’s certificate authority and those of Node, and no other', async () => {
  const certificates = await makeCertificates();
  const roots = trustRoots(certificates.ca);
  expect(roots.holds(new X509Certificate(certificates.ca))).toBe(true);
  expect(roots.holds(new X509Certificate(certificates.of('selfSigned').cert))).toBe(false);
  expect(trustRoots(certificates.ca)).toBe(roots);
});

test.each([['nothing'], [''], ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']])(
  'refuses a PEM text without a certificate: %j',
  (pem) => {
    trustRoots(null); // Its result is kept, and an empty text must not get it.
    expect(() => trustRoots(pem)).toThrow();
  },
);
