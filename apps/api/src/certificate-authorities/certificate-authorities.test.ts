import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

const path = '/v1/certificate-authorities';
const roots = rootCertificates.filter(
  (pem) => new X509Certificate(pem).validToDate.getTime() > Date.now() + 1e9,
);
const [root, second] = roots as [string, string];
let api: TestApi;
let leaf: string;
let expiredLeaf: string;
beforeAll(async () => {
  api = await startTestApi();
  const certificates = await makeCertificates();
  leaf = certificates.of('selfSigned').cert;
  expiredLeaf = certificates.of('expired').cert;
});
afterAll(() => api?.stop());

test('an authority is added, listed, audited and deleted, and no other account sees it', async () => {
  const added = await api.call('POST', path, { body: { name: ' Ours ', pem: `Our root:\n${root}\n` } });
  const certificate = new X509Certificate(root);
  expect([added.status, added.body]).toEqual([
    201,
    expect.objectContaining({
      name: 'Ours',
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      validTo: certificate.validToDate.toISOString(),
      createdBy: 'first super-admin',
    }),
  ]);
  expect((await api.call('GET', path)).body.data).toEqual([added.body]);
  const token = api.other.tokens['super-admin'];
  expect((await api.call('GET', path, { token })).body.data).toEqual([]);
  expect((await api.call('DELETE', `${path}/${added.body.id}`, { token })).status).toBe(404);
  const member = { token: api.account.tokens.member, body: { name: 'no', pem: root } };
  expect((await api.call('POST', path, member)).status).toBe(403);
  expect((await api.call('DELETE', `${path}/${added.body.id}`)).status).toBe(204);
  expect((await api.call('DELETE', `${path}/${added.body.id}`)).status).toBe(404);
  const events = (await api.call('GET', '/v1/audit-events')).body.data as unknown as { action: string }[];
  expect(events.slice(0, 2).map(({ action }) => action)).toEqual([
    'certificate-authority.deleted',
    'certificate-authority.created',
  ]);
});

const refusals: [string, () => string, string][] = [
  ['a private key', () => `${root}\n${privateKey()}`, 'private-key'],
  ['two certificates', () => `${root}\n${second}`, 'several-certificates'],
  ['a certificate of a server', () => leaf, 'not-an-authority'],
  ['no certificate', () => 'hello', 'no-certificate'],
  ['a damaged certificate', () => root.replace(/\n.{10}/, '\nAAAAAAAAAA'), 'no-certificate'],
  ['too much text', () => root + ' '.repeat(17_000), 'too-large'],
];
test.each(refusals)('%s is refused with a code, and not repeated', async (_what, pem, code) => {
  const { status, body } = await api.call('POST', path, { body: { name: 'x', pem: pem() } });
  expect([status, body.errors]).toEqual([400, [expect.objectContaining({ path: 'pem', code })]]);
  expect(JSON.stringify(body)).not.toContain('BEGIN');
  expect((await api.call('GET', path)).body.data).toEqual([]);
});

test('an account has each authority once, and twenty at most', async () => {
  for (const [index, pem] of roots.slice(0, 20).entries())
    expect((await api.call('POST', path, { body: { name: `n${index}`, pem } })).status).toBe(201);
  const again = await api.call('POST', path, { body: { name: 'again', pem: root } });
  expect(again.body.errors).toMatchObject([{ code: 'already-trusted' }]);
  const more = await api.call('POST', path, { body: { name: 'more', pem: roots[20] } });
  expect(more.body.errors).toMatchObject([{ code: 'too-many' }]);
});

test('a certificate is read before it is added, with each reason against it, and nothing is stored', async () => {
  const preview = (pem: string, token?: string) =>
    api.call('POST', `${path}/preview`, { body: { pem }, ...(token && { token }) });
  const token = api.other.tokens['super-admin'];
  const certificate = new X509Certificate(root);
  const read = await preview(root, token);
  expect([read.status, read.body]).toEqual([
    200,
    {
      subject: certificate.subject.replaceAll('\n', ', '),
      issuer: certificate.issuer.replaceAll('\n', ', '),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      daysLeft: expect.any(Number),
      key: expect.stringMatching(/^(?:RSA|EC) /),
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      problems: [],
    },
  ]);
  expect((await preview(leaf, token)).body['problems']).toMatchObject([{ code: 'not-an-authority' }]);
  expect((await preview(expiredLeaf, token)).body['problems']).toMatchObject([
    { code: 'not-an-authority' },
    { code: 'expired' },
  ]);
  expect((await preview(`${root}\n${privateKey()}`, token)).body.errors).toMatchObject([
    { code: 'private-key' },
  ]);
  expect((await preview(root)).body['problems']).toMatchObject([{ code: 'already-trusted' }]);
  expect((await preview(roots[20]!)).body['problems']).toMatchObject([{ code: 'too-many' }]);
  expect((await preview(root, api.account.tokens.member)).status).toBe(403);
  expect((await api.call('GET', path, { token })).body.data).toEqual([]);
});

function privateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
