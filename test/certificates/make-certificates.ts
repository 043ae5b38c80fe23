import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A kind of certificate for a test server. It is valid for `mail.example.com`, `localhost` and 127.0.0.1 unless its
 * name says otherwise.
 */
export type CertificateKind =
  | 'good'
  | 'ecdsa'
  | 'throughIntermediate'
  | 'wildcard'
  | 'selfSigned'
  | 'selfSignedRenewed'
  | 'selfSignedReplaced'
  | 'selfSignedExpired'
  | 'unknownCa'
  | 'missingIntermediate'
  | 'expired'
  | 'future'
  | 'wrongName'
  | 'exchangeOnline'
  | 'commonNameOnly'
  | 'weakKey'
  | 'expiresSoon'
  | 'throughExpiredIntermediate'
  | 'throughFutureIntermediate'
  | 'throughWeakIntermediate'
  | 'throughLeaf'
  | 'addressAsName'
  | 'idn'
  | 'clientOnly'
  | 'twoWildcards'
  | 'discovery';

/** The PEM texts of a certificate and the files that contain them; `cert` is the chain that the server sends. */
type TestCertificate = {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
};

/** `ca` is the certificate authority that the tests trust; `caFile` is its file, for POSTERN_EGRESS_CA. */
export type TestCertificates = {
  readonly ca: string;
  readonly caFile: string;
  readonly of: (kind: CertificateKind) => TestCertificate;
};

type Intermediate = 'intermediate' | 'expiredIntermediate' | 'futureIntermediate' | 'weakIntermediate';

type Recipe = {
  readonly signer: 'ca' | 'otherCa' | Intermediate | 'good' | 'self';
  readonly key?: 'rsa' | 'weak';
  readonly keyOf?: CertificateKind;
  readonly names?: string;
  readonly days?: readonly [from: number, to: number];
  readonly sends?: Intermediate | 'good' | 'otherCa';
  readonly purpose?: 'clientAuth';
};

const ownNames = 'DNS:mail.example.com,DNS:localhost,IP:127.0.0.1,IP:::1';
const dayMs = 86_400_000;
/** The time after which cached certificates are made again, so that the one that expires soon has not expired. */
const maxAgeMs = dayMs;

const recipes: Readonly<Record<CertificateKind, Recipe>> = {
  good: { signer: 'ca', key: 'rsa' },
  ecdsa: { signer: 'ca' },
  throughIntermediate: { signer: 'intermediate', sends: 'intermediate' },
  wildcard: { signer: 'ca', names: 'DNS:*.example.com' },
  selfSigned: { signer: 'self' },
  selfSignedRenewed: { signer: 'self', keyOf: 'selfSigned' },
  selfSignedReplaced: { signer: 'self' },
  selfSignedExpired: { signer: 'self', days: [-30, -2] },
  unknownCa: { signer: 'otherCa', sends: 'otherCa' },
  missingIntermediate: { signer: 'intermediate' },
  expired: { signer: 'ca', days: [-30, -2] },
  future: { signer: 'ca', days: [2, 90] },
  wrongName: { signer: 'ca', names: 'DNS:other.example.net' },
  exchangeOnline: { signer: 'ca', names: 'DNS:outlook.office365.com' },
  commonNameOnly: { signer: 'ca', names: '' },
  weakKey: { signer: 'ca', key: 'weak' },
  expiresSoon: { signer: 'ca', days: [-30, 10] },
  throughExpiredIntermediate: { signer: 'expiredIntermediate', sends: 'expiredIntermediate' },
  throughFutureIntermediate: { signer: 'futureIntermediate', sends: 'futureIntermediate' },
  throughWeakIntermediate: { signer: 'weakIntermediate', sends: 'weakIntermediate' },
  addressAsName: { signer: 'ca', names: 'DNS:127.0.0.1,DNS:mail.example.com' },
  idn: { signer: 'ca', names: 'DNS:xn--bcher-kva.example.com' },
  throughLeaf: { signer: 'good', sends: 'good' },
  clientOnly: { signer: 'ca', purpose: 'clientAuth' },
  discovery: { signer: 'ca', names: 'DNS:*.harbour.example,DNS:*.office.example,DNS:*.ruin.example' },
  twoWildcards: { signer: 'ca', names: 'DNS:*.example.org,DNS:*.example.net' },
};

/** Returns the certificates of the tests. openssl makes them once a day in a folder of the temporary directory. */
export async function makeCertificates(): Promise<TestCertificates> {
  const folder = join(tmpdir(), `postern-certificates-6-${userInfo().uid}`);
  if (!(await isFresh(folder))) await makeInto(folder);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const certificates = new Map<CertificateKind, TestCertificate>();
  for (const kind of Object.keys(recipes) as CertificateKind[]) {
    const [key, cert] = [await read(`${kind}.key`), await read(`${kind}.pem`)];
    certificates.set(kind, {
      key,
      cert,
      keyFile: join(folder, `${kind}.key`),
      certFile: join(folder, `${kind}.pem`),
    });
  }
  return { ca: await read('ca.crt'), caFile: join(folder, 'ca.crt'), of: (kind) => certificates.get(kind)! };
}

async function isFresh(folder: string): Promise<boolean> {
  const made = await stat(join(folder, 'done')).catch(() => null);
  return made !== null && Date.now() - made.mtimeMs < maxAgeMs;
}

/**
 * Makes the certificates in a new folder and renames it, so that parallel test processes never read an incomplete
 * set.
 */
async function makeInto(folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'postern-certificates-'));
  try {
    await makeAuthorities(work);
    for (const [kind, recipe] of Object.entries(recipes)) await makeLeaf(work, kind, recipe);
    await writeFile(join(work, 'done'), '');
    const old = await mkdtemp(join(tmpdir(), 'postern-certificates-old-'));
    await rename(folder, join(old, 'old')).catch(() => {});
    // Renaming fails if another process has made the same set in the meantime.
    await rename(work, folder).catch(() => {});
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeAuthorities(work: string): Promise<void> {
  await mkdir(join(work, 'issued'));
  await writeFile(join(work, 'issued/index.txt'), '');
  await writeFile(
    join(work, 'ca.cnf'),
    `[ca]\ndefault_ca=test\n[test]\ndatabase=${work}/issued/index.txt\nnew_certs_dir=${work}/issued\n` +
      'rand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n',
  );
  const authority =
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
  for (const name of ['ca', 'otherCa', 'intermediate', 'expiredIntermediate', 'futureIntermediate'])
    await makeKey(work, name, undefined);
  await makeKey(work, 'weakIntermediate', 'weak');
  for (const name of ['ca', 'otherCa'])
    await sign(work, name, `/CN=Postern test ${name}`, authority, 'self', [-40, 300]);
  await sign(work, 'intermediate', '/CN=Postern test intermediate', authority, 'ca', [-40, 300]);
  await sign(work, 'weakIntermediate', '/CN=Postern test weak intermediate', authority, 'ca', [-40, 300]);
  await sign(work, 'expiredIntermediate', '/CN=Postern test old intermediate', authority, 'ca', [-40, -3]);
  await sign(work, 'futureIntermediate', '/CN=Postern test new intermediate', authority, 'ca', [3, 300]);
}

async function makeLeaf(work: string, kind: string, recipe: Recipe): Promise<void> {
  const { signer, key, keyOf, names = ownNames, days = [-2, 90], sends, purpose } = recipe;
  if (keyOf === undefined) await makeKey(work, kind, key);
  else await writeFile(join(work, `${kind}.key`), await readFile(join(work, `${keyOf}.key`)));
  const extensions =
    `basicConstraints=CA:FALSE\n${names === '' ? '' : `subjectAltName=${names}\n`}` +
    (purpose === undefined ? '' : `extendedKeyUsage=${purpose}\n`);
  await sign(work, kind, '/CN=mail.example.com', extensions, signer, days);
  const chain = [kind, ...(sends === undefined ? [] : [sends])];
  const pems = await Promise.all(chain.map((name) => readFile(join(work, `${name}.crt`), 'utf8')));
  await writeFile(join(work, `${kind}.pem`), pems.join(''));
}

async function makeKey(work: string, name: string, kind: 'rsa' | 'weak' | undefined): Promise<void> {
  const algorithm =
    kind === undefined
      ? ['EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
      : ['RSA', '-pkeyopt', `rsa_keygen_bits:${kind === 'weak' ? 1024 : 2048}`];
  await run('openssl', ['genpkey', '-algorithm', ...algorithm, '-out', join(work, `${name}.key`)]);
}

async function sign(
  work: string,
  name: string,
  subject: string,
  extensions: string,
  signer: Recipe['signer'],
  [from, to]: readonly [number, number],
): Promise<void> {
  const at = (file: string) => join(work, file);
  await writeFile(at(`${name}.ext`), extensions);
  await run('openssl', [
    'req',
    '-new',
    '-key',
    at(`${name}.key`),
    '-subj',
    subject,
    '-out',
    at(`${name}.csr`),
  ]);
  const by =
    signer === 'self'
      ? ['-selfsign', '-keyfile', at(`${name}.key`)]
      : ['-keyfile', at(`${signer}.key`), '-cert', at(`${signer}.crt`)];
  const dates = ['-startdate', openSslDate(from), '-enddate', openSslDate(to)];
  const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.crt`), '-extfile', at(`${name}.ext`)];
  await run('openssl', ['ca', '-batch', '-notext', '-config', at('ca.cnf'), ...by, ...dates, ...files]);
}

function openSslDate(daysFromNow: number): string {
  return new Date(Date.now() + daysFromNow * dayMs).toISOString().replace(/[-:T]|\.\d+/g, '');
}
