import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { hash, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { withOwnAuthorities, type MeasuredCertificate } from './own-authorities.js';

let folder: { path: string; remove(): Promise<void> };
const pems: Record<string, string> = {};

/** Issues a certificate by openssl; without an issuer it is self-signed. */
async function issue(
  name: string,
  issuer: string,
  extensions: readonly string[],
  days = '30',
): Promise<void> {
  const at = (file: string) => join(folder.path, file);
  const openssl = (...options: string[]) => promisify(execFile)('openssl', options);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-new',
    ...newKey,
    '-keyout',
    at(`${name}.key`),
    '-out',
    at('csr'),
    '-subj',
    `/CN=${name}`,
  );
  await writeFile(at('ext'), extensions.join('\n'));
  const signer =
    issuer === name
      ? ['-signkey', at(`${name}.key`)]
      : ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`), '-CAcreateserial'];
  const files = ['-in', at('csr'), '-extfile', at('ext'), '-out', at(`${name}.pem`)];
  await openssl('x509', '-req', ...signer, '-days', days, ...files);
  pems[name] = await readFile(at(`${name}.pem`), 'utf8');
}

const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
const server = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth'];

beforeAll(async () => {
  folder = await createPrivateFolder('own-authorities');
  await issue('root', 'root', authority);
  await issue('stranger', 'stranger', authority);
  await issue('short', 'short', [
    'basicConstraints=critical,CA:TRUE,pathlen:0',
    'keyUsage=critical,keyCertSign',
  ]);
  await issue('middle', 'root', authority);
  await issue('below-short', 'short', authority);
  await issue('limited', 'root', [...authority, 'nameConstraints=critical,permitted;DNS:other.example']);
  await issue('for-mail', 'root', [...authority, 'extendedKeyUsage=emailProtection']);
  await issue('no-authority', 'root', server);
  await issue('direct', 'root', server);
  await issue('deep', 'middle', server);
  await issue('at-short', 'short', server);
  await issue('too-deep', 'below-short', server);
  await issue('of-limited', 'limited', server);
  await issue('of-for-mail', 'for-mail', server);
  await issue('of-no-authority', 'no-authority', server);
  await issue('client', 'root', ['basicConstraints=CA:FALSE', 'extendedKeyUsage=clientAuth']);
}, 60_000);
afterAll(() => folder?.remove());

function measured(names: readonly string[]): MeasuredCertificate {
  const certificates = names.map((name) => new X509Certificate(pems[name]!));
  const leaf = certificates[0]!;
  return {
    subject: leaf.subject,
    names: [],
    issuer: leaf.issuer,
    validFrom: leaf.validFromDate.toISOString(),
    validTo: leaf.validToDate.toISOString(),
    daysLeft: 29,
    key: 'EC prime256v1',
    sha256: hash('sha256', leaf.raw),
    spkiSha256: '',
    chainLength: names.length,
    failedChecks: ['cert-unknown-ca', 'cert-name-mismatch'],
    presented: certificates.map(({ raw }) => raw.toString('base64')),
  };
}

const trusted = ['cert-name-mismatch'];
const unknown = ['cert-unknown-ca', 'cert-name-mismatch'];
test.each([
  ['directly by an own authority', ['direct'], ['root'], trusted],
  ['by an intermediate that the server sends', ['deep', 'middle'], ['root'], trusted],
  [
    'by an intermediate among certificates that do not belong to it',
    ['deep', 'stranger', 'middle'],
    ['root'],
    trusted,
  ],
  ['by an intermediate that is the own authority', ['deep'], ['middle'], trusted],
  ['by one of several own authorities', ['direct'], ['stranger', 'root'], trusted],
  ['at the allowed depth', ['at-short'], ['short'], trusted],
  ['by an intermediate that is missing', ['deep'], ['root'], unknown],
  ['by the authority of somebody else', ['direct'], ['stranger'], unknown],
  ['by an authority that the server sends and nobody has added', ['direct', 'root'], ['stranger'], unknown],
  ['below the allowed depth', ['too-deep', 'below-short'], ['short'], unknown],
  ['by an authority that is limited to other names', ['of-limited', 'limited'], ['root'], unknown],
  ['by an authority for another purpose', ['of-for-mail', 'for-mail'], ['root'], unknown],
  ['by a certificate that is no authority', ['of-no-authority', 'no-authority'], ['root'], unknown],
  ['for clients', ['client'], ['root'], unknown],
  ['while the account has no authorities', ['direct'], [], unknown],
])('a certificate that is issued %s', (_how, chain, authorities, expected) => {
  const judged = withOwnAuthorities(
    measured(chain),
    authorities.map((name) => pems[name]!),
  );
  expect(judged.failedChecks).toEqual(expected);
  expect(judged).not.toHaveProperty('presented');
});

test('an authority whose time has passed is trusted no more', () => {
  const later = Date.now() + 40 * 86_400_000;
  expect(withOwnAuthorities(measured(['direct']), [pems.root!], later).failedChecks).toEqual(unknown);
});
