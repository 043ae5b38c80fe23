import { generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { verifyAllowlist } from './verify-allowlist.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'postern-verify-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Verifies a list and returns what is printed. */
async function verifyFile(signed: string, keys: object, out?: string): Promise<string> {
  const [list, keyFile] = [join(folder, 'list.jws'), join(folder, 'keys.json')];
  await Promise.all([writeFile(list, signed), writeFile(keyFile, JSON.stringify(keys))]);
  let printed = '';
  const spy = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => (printed += String(text)) !== '');
  try {
    await verifyAllowlist(list, { keys: keyFile, ...(out === undefined ? {} : { out }) });
  } finally {
    spy.mockRestore();
  }
  return printed;
}

describe('B5 postern allowlist verify', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = { ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA', kid: 'key-1' };
  const sign = (text: string, header: object = { alg: 'EdDSA', kid: 'key-1' }) => {
    const input = [JSON.stringify(header), text]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    return `${input}.${nodeSign(null, Buffer.from(input), privateKey).toString('base64url')}`;
  };
  const verify = (signed: string, out?: string) => verifyFile(signed, { keys: [jwk] }, out);

  test('B5 a genuine list is named, and written for --allowlist', async () => {
    const out = join(folder, 'verified.json');
    const printed = await verify(`${sign(JSON.stringify(sampleAllowlist))}\n`, out);
    expect(printed).toContain('genuine: revision 1');
    expect(printed).toContain('key-1');
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(sampleAllowlist);
  });

  test('B5 a forged list is refused, whatever its header says', async () => {
    const text = JSON.stringify(sampleAllowlist);
    const unsigned = ['{"alg":"none"}', text]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    const forged = [
      sign(text).replace(/.{4}$/, 'AAAA'),
      `${unsigned}.`,
      sign(text, { alg: 'HS256', kid: 'key-1' }),
      sign(text, { alg: 'EdDSA', kid: 'key-2' }),
      text,
    ];
    for (const signed of forged) await expect(verify(signed)).rejects.toThrow('not genuine');
    await expect(verify(sign('{"schema":"other"}'))).rejects.toThrow('not an allowlist');
    await expect(verifyFile(sign(text), { keys: [] })).rejects.toThrow('has no keys');
  });
});
