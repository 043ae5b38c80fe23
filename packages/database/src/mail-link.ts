import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link in a mail does for its recipient. */
export type MailLinkPurpose = 'confirm' | 'unsubscribe';
export type MailLink = { readonly accountId: string; readonly recipientId: string };

const idBytes = 16;
/** 128 bits of HMAC-SHA256 (RFC 2104 §5). */
const macBytes = 16;

/**
 * The secret of a link: two ids and an HMAC of them under the newest of `secretKeys` (32 bytes in base64). It is computed
 * when the mail is written and when the link is opened, and stored nowhere.
 */
export function mailLinkToken(
  secretKeys: readonly string[],
  purpose: MailLinkPurpose,
  link: MailLink,
): string {
  const ids = bytesOf(link);
  return Buffer.concat([ids, macOf(secretKeys[0]!, purpose, ids)]).toString('base64url');
}

/** Whose link this is; `null` unless one of the keys made it for this purpose. */
export function readMailLink(
  secretKeys: readonly string[],
  purpose: MailLinkPurpose,
  token: string,
): MailLink | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 2 * idBytes + macBytes) return null;
  const ids = bytes.subarray(0, 2 * idBytes);
  const mac = bytes.subarray(2 * idBytes);
  if (!secretKeys.some((key) => timingSafeEqual(macOf(key, purpose, ids), mac))) return null;
  return { accountId: uuidOf(ids.subarray(0, idBytes)), recipientId: uuidOf(ids.subarray(idBytes)) };
}

function macOf(secretKey: string, purpose: MailLinkPurpose, ids: Buffer): Buffer {
  const key = Buffer.from(secretKey, 'base64');
  return createHmac('sha256', key).update(`mail link ${purpose} `).update(ids).digest().subarray(0, macBytes);
}

function bytesOf({ accountId, recipientId }: MailLink): Buffer {
  return Buffer.from((accountId + recipientId).replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
