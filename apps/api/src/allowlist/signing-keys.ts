import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign, type JWK } from 'jose';

/** A published key, by which anybody checks the signature of an allowlist (RFC 7517, RFC 8037). */
type PublicKey = JWK & { readonly kid: string };

/** The start of a private Ed25519 key in PKCS #8 (RFC 8410 §7); 32 bytes of the key follow. */
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The keys that allowlists are signed with: an Ed25519 key for each of the installation's secret keys, derived by HKDF
 * (RFC 5869), so that nothing more has to be stored or backed up. The first signs; all are published, so that a list
 * signed before a change of the secret key can still be checked while the old one is configured.
 */
export class SigningKeys {
  private constructor(
    private readonly privateKey: KeyObject,
    readonly publicKeys: readonly PublicKey[],
  ) {}

  /** `secretKeys` are 32 bytes in base64, newest first; there is at least one. */
  static async derive(secretKeys: readonly string[]): Promise<SigningKeys> {
    const privateKeys = secretKeys.map(deriveKey);
    const publicKeys = await Promise.all(privateKeys.map(publicPart));
    return new SigningKeys(privateKeys[0]!, publicKeys);
  }

  /** Signs a text as a compact JWS (RFC 7515 §7.1) whose header names the key. */
  sign(text: string): Promise<string> {
    const header = { alg: 'EdDSA', kid: this.publicKeys[0]!.kid, typ: 'postern-allowlist+jws' };
    return new CompactSign(Buffer.from(text, 'utf8')).setProtectedHeader(header).sign(this.privateKey);
  }
}

function deriveKey(secretKey: string): KeyObject {
  const seed = hkdfSync('sha256', Buffer.from(secretKey, 'base64'), '', 'postern allowlist signature', 32);
  const key = Buffer.concat([pkcs8Start, Buffer.from(seed)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

async function publicPart(privateKey: KeyObject): Promise<PublicKey> {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  return { ...jwk, alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
