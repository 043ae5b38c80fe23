import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = (...options: string[]) => promisify(execFile)('openssl', options);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export type IssuedCertificate = { readonly keyFile: string; readonly certificateFile: string };

export type CertificateAuthority = {
  /** PEM, for POSTERN_EGRESS_CA. */
  readonly caFile: string;
  /** Issues a certificate for the names, e.g. `DNS:mail.example.com`, `IP:127.0.0.1`. `days` defaults to 30. */
  issue(fileName: string, names: readonly string[], days?: number): Promise<IssuedCertificate>;
};

/** A certificate authority of a suite's own, made by openssl in the given folder and trusted by nobody else. */
export async function createCertificateAuthority(folder: string): Promise<CertificateAuthority> {
  const caFile = join(folder, 'ca.pem');
  const caKeyFile = join(folder, 'ca.key');
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    caKeyFile,
    '-out',
    caFile,
    '-days',
    '30',
    '-subj',
    '/CN=Postern test CA',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  return {
    caFile,
    async issue(fileName, names, days = 30) {
      const keyFile = join(folder, `${fileName}.key`);
      const certificateFile = join(folder, `${fileName}.pem`);
      const requestFile = join(folder, `${fileName}.csr`);
      const extensionsFile = join(folder, `${fileName}.ext`);
      await openssl(
        'req',
        '-new',
        ...newKey,
        '-keyout',
        keyFile,
        '-out',
        requestFile,
        '-subj',
        `/CN=${fileName}`,
      );
      await writeFile(
        extensionsFile,
        `subjectAltName=${names.join(',')}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n`,
      );
      await openssl(
        'x509',
        '-req',
        '-in',
        requestFile,
        '-CA',
        caFile,
        '-CAkey',
        caKeyFile,
        '-CAcreateserial',
        '-days',
        String(days),
        '-extfile',
        extensionsFile,
        '-out',
        certificateFile,
      );
      await writeFile(
        certificateFile,
        (await readFile(certificateFile, 'utf8')) + (await readFile(caFile, 'utf8')),
      );
      return { keyFile, certificateFile };
    },
  };
}
