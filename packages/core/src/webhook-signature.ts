import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a delivery may be from now, in seconds, in either direction. */
const toleranceSeconds = 300;

/** The headers that are signed (Standard Webhooks 1.0). `timestamp` is in seconds since 1970. */
type SignedHeaders = { readonly id: string; readonly timestamp: number };

/**
 * The value of the header `webhook-signature`: for each secret (`whsec_` and base64) `v1,` and the base64 HMAC-SHA256 of id,
 * timestamp and body, joined by dots; the values are joined by spaces.
 */
export function signWebhook(
  secrets: readonly string[],
  { id, timestamp }: SignedHeaders,
  body: string,
): string {
  return secrets.map((secret) => `v1,${hmacOf(secret, id, String(timestamp), body)}`).join(' ');
}

/** Whether one of the signatures is the secret's, and the time is within five minutes of `nowSeconds`. */
export function verifyWebhook(
  secret: string,
  headers: { readonly id: string; readonly timestamp: string; readonly signature: string },
  body: string,
  nowSeconds = Math.floor(Date.now() / 1000),
): boolean {
  const { id, timestamp, signature } = headers;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - nowSeconds) > toleranceSeconds)
    return false;
  const expected = Buffer.from(hmacOf(secret, id, timestamp, body));
  return signature.split(' ').some((part) => {
    const [version, value = ''] = part.split(',');
    const given = Buffer.from(value);
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function hmacOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}
