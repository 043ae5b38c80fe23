import { StepError } from './step-error.js';

const mostBits = 4096;
const handshakeRecord = 22;
const serverKeyExchange = 12;

/**
 * Whether a server refused a handshake perhaps because it knows no key exchange but finite-field Diffie-Hellman. Such a
 * server sends the alert handshake_failure or insufficient_security (RFC 5246 §7.2.2).
 */
export function mayNeedFiniteField({ cause }: StepError): boolean {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /ALERT_(?:HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$/.test(code);
}

/**
 * Returns a function that is given the bytes of a TLS 1.2 handshake as they arrive, and returns the failure
 * `tls-only-dhe` when the prime of the server has more than 4096 bits. OpenSSL, which computes with it, gets the bytes
 * only afterwards: 4096 bits take 60 ms of CPU time, 10,000 bits 1.6 s.
 */
export function createKeyExchangeCheck(): (bytes: Uint8Array) => StepError | null {
  let records = Buffer.alloc(0);
  let messages = Buffer.alloc(0);
  let isOver = false;
  return (bytes) => {
    if (isOver) return null;
    records = Buffer.concat([records, bytes]);
    while (records.length >= 5 && records.length >= 5 + records.readUInt16BE(3)) {
      const end = 5 + records.readUInt16BE(3);
      if (records[0] === handshakeRecord) messages = Buffer.concat([messages, records.subarray(5, end)]);
      records = records.subarray(end);
    }
    const bits = primeBits(messages);
    isOver = bits !== null;
    return bits !== null && bits > mostBits ? new StepError('tls-only-dhe') : null;
  };
}

/** Returns the length of the prime in ServerKeyExchange (RFC 5246 §7.4.3); null if that has not arrived. */
function primeBits(messages: Buffer): number | null {
  for (let at = 0; at + 6 <= messages.length; at += 4 + messages.readUIntBE(at + 1, 3)) {
    if (messages[at] === serverKeyExchange) return 8 * messages.readUInt16BE(at + 4);
  }
  return null;
}
