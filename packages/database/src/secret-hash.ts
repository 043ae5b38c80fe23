import { createHash, randomBytes } from 'node:crypto';

/** The SHA-256 that a token or a sign-in code is stored and looked up by; 256 random bits need no slow hash. */
export function secretHash(secret: string): Uint8Array {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/**
 * The SHA-256 that a session is stored and looked up by. It differs from `secretHash`, so that the secret of a session is
 * not accepted as a token, nor a token as a session.
 */
export function sessionHash(secret: string): Uint8Array {
  return secretHash(`session:${secret}`);
}

/** A new secret: `prefix` and 256 random bits in base64url; the prefix lets secret scanners find leaks. */
export function newSecret(prefix: 'postern_' | 'code_' | 'session_' | 'link_' | 'connect_'): string {
  return prefix + randomBytes(32).toString('base64url');
}
