import { createHash, randomBytes } from 'node:crypto';

/** The SHA-256 that a token, session or code is stored and looked up by; 256 random bits need no slow hash. */
export function secretHash(secret: string): Uint8Array {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** A new secret: `prefix` and 256 random bits in base64url; the prefix lets secret scanners find leaks. */
export function newSecret(prefix: 'postern_' | 'code_' | 'session_'): string {
  return prefix + randomBytes(32).toString('base64url');
}
