import { writeFile } from 'node:fs/promises';
import { allowlistDocumentSchema, type AllowlistDocument } from '@postern/core/allowlist-document';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { readSource } from './allowlist-source.js';
import { print } from './print.js';
import { readToken } from './read-rule-set.js';
import { UsageError } from './usage-error.js';

export type VerifyListOptions = {
  readonly keys: string;
  readonly tokenFile?: string;
  readonly out?: string;
};

/**
 * Runs `postern allowlist verify`: checks the signature of a list and prints whose list it is. Throws `UsageError`,
 * with which the program exits 1, if the list is not signed by one of the keys.
 */
export async function verifyAllowlist(signed: string, options: VerifyListOptions): Promise<void> {
  const token = await readToken(options.tokenFile);
  const [text, keys] = await Promise.all([readSource(signed, token), readSource(options.keys, undefined)]);
  const { document, keyId } = await openSigned(text.trim(), parseKeys(keys, options.keys));
  if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(document, null, 2)}\n`);
  const { vendor, revision, publishedAt, sha256 } = document;
  print(
    `genuine: revision ${revision} of ${vendor}, published ${publishedAt}, sha256 ${sha256}, signed with the key ${keyId}\n`,
  );
}

async function openSigned(
  text: string,
  keys: JSONWebKeySet,
): Promise<{ document: AllowlistDocument; keyId: string }> {
  try {
    // EdDSA only: with `none` or an HMAC in its header, a forged list could pass (RFC 8725 §3.1).
    const { payload, protectedHeader } = await compactVerify(text, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
    });
    const document = allowlistDocumentSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (!document.success) throw new UsageError('The signed text is not an allowlist');
    return { document: document.data, keyId: protectedHeader.kid ?? 'without an id' };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new UsageError(`The list is not genuine: ${error.message}`);
    if (error instanceof SyntaxError) throw new UsageError('The signed text is not JSON');
    throw error;
  }
}

function parseKeys(text: string, source: string): JSONWebKeySet {
  try {
    const keys = JSON.parse(text) as JSONWebKeySet;
    if (Array.isArray(keys.keys) && keys.keys.length > 0) return keys;
  } catch {
    // The message below says what is needed.
  }
  throw new UsageError(
    `${source} has no keys: it must be a JWK Set, as /.well-known/postern-allowlist-keys is`,
  );
}
