import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = (...options: string[]) => promisify(execFile)('openssl', options);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export type IssuedCertificate = { readonly keyFile: string; readonly certificateFile: string };

export type CertificateAuthority = {
  /** The PEM file of the authority's certificate, for POSTERN_EGRESS_CA. */
  readonly caFile: string;
  /** Issues a certificate for the names, e.g. `DNS:mail.example.com`, `IP:127.0.0.1`. `days` defaults to 30. */
  issue(fileName: string, names: readonly string[], days?: number): Promise<IssuedCertificate>;
};

/** Creates a certificate authority for one suite with openssl in the given folder. */
export async function createCertificateAuthority(folder: string): Promise<CertificateAuthority> {
  const caFile = join(folder, 'ca.pem');
  const caKeyFile = join(folder, 'ca.key');
  const request = ['req', '-x509', ...newKey, '-subj', '/CN=Postern test CA', '-days', '30'];
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await openssl(...request, ...usage, '-keyout', caKeyFile, '-out', caFile);
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
      await writeFile(extensionsFile, serverExtensions(names));
      const signing = ['-CA', caFile, '-CAkey', caKeyFile, '-CAcreateserial', '-days', String(days)];
      const files = ['-in', requestFile, '-extfile', extensionsFile, '-out', certificateFile];
      await openssl('x509', '-req', ...signing, ...files);
      const chain = await Promise.all([certificateFile, caFile].map((file) => readFile(file, 'utf8')));
      await writeFile(certificateFile, chain.join(''));
      return { keyFile, certificateFile };
    },
  };
}

function serverExtensions(names: readonly string[]): string {
  return [
    `subjectAltName=${names.join(',')}`,
    'basicConstraints=CA:FALSE',
    'keyUsage=digitalSignature',
    'extendedKeyUsage=serverAuth',
    '',
  ].join('\n');
}
