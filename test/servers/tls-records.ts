import { X509Certificate, randomBytes } from 'node:crypto';

const uint = (value: number, length: number) => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};
const vector = (bytes: Uint8Array, lengthBytes: number) =>
  Buffer.concat([uint(bytes.length, lengthBytes), bytes]);
const record = (type: number, bytes: Uint8Array) =>
  Buffer.concat([Uint8Array.of(type, 3, 3), vector(bytes, 2)]);
const handshake = (type: number, bytes: Uint8Array) =>
  record(0x16, Buffer.concat([Uint8Array.of(type), vector(bytes, 3)]));

/** Returns the record of a fatal alert (RFC 8446 §6.2). */
export function tlsAlert(description: number): Buffer {
  return record(0x15, Uint8Array.of(2, description));
}

/** Returns a ServerHello of TLS 1.2 with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256; it contains the extension renegotiation_info, which RFC 5746 requires. */
export function serverHello(hasSecureRenegotiation: boolean): Buffer {
  const extension = Uint8Array.of(0xff, 1, 0, 1, 0);
  return handshake(
    2,
    Buffer.concat([
      Uint8Array.of(3, 3),
      randomBytes(32),
      Uint8Array.of(0, 0xc0, 0x2f, 0),
      hasSecureRenegotiation ? vector(extension, 2) : Buffer.alloc(0),
    ]),
  );
}

/** Returns the Certificate message and a ServerKeyExchange (X25519) that is signed with RSA and SHA-1. */
export function keyExchangeWithSha1(certificatePem: string): Buffer {
  const der = new X509Certificate(certificatePem).raw;
  const key = Buffer.concat([Uint8Array.of(3, 0, 0x1d), vector(randomBytes(32), 1)]);
  const signature = Buffer.concat([Uint8Array.of(2, 1), vector(randomBytes(256), 2)]);
  return Buffer.concat([
    handshake(11, vector(vector(der, 3), 3)),
    handshake(12, Buffer.concat([key, signature])),
  ]);
}
