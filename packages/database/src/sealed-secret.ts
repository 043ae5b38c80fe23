import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A sealed text cannot be opened: its key is not configured, it was altered, or it belongs to another context. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Seals with the first key, opens with any: to rotate, put a new key in front and drop the old one later. */
export type SecretSealer = {
  /** What every text that the first key has sealed begins with. */
  readonly newestPrefix: string;
  /** The text as `v1.<key id>.<iv>.<tag>.<ciphertext>`; `context` (e.g. a row's id) must be the same at opening. */
  seal(text: string, context: string): string;
  /** Throws `SealError`. */
  open(sealed: string, context: string): string;
};

/** AES-256-GCM with a random 96-bit IV (NIST SP 800-38D §8.2.2). `keys` are 32 bytes in base64, newest first. */
export function createSecretSealer(keys: readonly string[]): SecretSealer {
  const ring = keys.map((text) => {
    const key = Buffer.from(text, 'base64');
    if (key.length !== 32) throw new SealError('A secret key is 32 bytes in base64');
    return { key, id: createHash('sha256').update('postern key id').update(key).digest('hex').slice(0, 8) };
  });
  const [newest] = ring;
  if (newest === undefined) throw new SealError('No secret key is configured');
  return {
    newestPrefix: `v1.${newest.id}.`,
    seal(text, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        'v1',
        newest.id,
        ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')),
      ].join('.');
    },
    open(sealed, context) {
      const [version, id, ...parts] = sealed.split('.');
      const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
      const key = ring.find((candidate) => candidate.id === id)?.key;
      if (version !== 'v1' || !iv || !tag || !text) throw new SealError('This is not a sealed secret');
      if (key === undefined) throw new SealError('The secret was sealed with a key that is not configured');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
        decipher.setAAD(Buffer.from(context, 'utf8'));
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        throw new SealError('The sealed secret was altered or belongs elsewhere');
      }
    },
  };
}
