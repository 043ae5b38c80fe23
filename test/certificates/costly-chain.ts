import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/**
 * Makes a chain of `length` certificates whose RSA keys have 3072 bits and a public exponent of as many. OpenSSL allows
 * such an exponent, and checks each signature with it in about 10 ms instead of 0.1 ms. The last one is self-signed.
 */
export function makeCostlyChain(length: number): { readonly key: string; readonly cert: string } {
  const key = keyWithLongExponent();
  const nameOf = (place: number) => (place === 0 ? 'mail.example.com' : `Authority ${place}`);
  const certificates = Array.from({ length }, (_, place) =>
    certificate(nameOf(place), nameOf(Math.min(place + 1, length - 1)), place, key),
  );
  return { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: certificates.join('') };
}

function keyWithLongExponent(): KeyObject {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const jwk = privateKey.export({ format: 'jwk' });
  const [n, p, q] = [jwk.n, jwk.p, jwk.q].map((part) => toBigInt(Buffer.from(part!, 'base64url')));
  const phi = (p! - 1n) * (q! - 1n);
  let e = n! - 2n;
  while (inverse(e, phi) === null) e -= 2n;
  const d = inverse(e, phi)!;
  const text = (value: bigint) => toBytes(value).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: { ...jwk, e: text(e), d: text(d), dp: text(d % (p! - 1n)), dq: text(d % (q! - 1n)) },
  });
}

/** Returns the inverse of a number by Euclid's algorithm; null if it has a common divisor with the modulus. */
function inverse(value: bigint, modulus: bigint): bigint | null {
  let [previous, rest, x, next] = [modulus, value % modulus, 0n, 1n];
  while (rest !== 0n) {
    const quotient = previous / rest;
    [previous, rest] = [rest, previous % rest];
    [x, next] = [next, x - quotient * next];
  }
  return previous === 1n ? ((x % modulus) + modulus) % modulus : null;
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** Writes a certificate in DER (RFC 5280 §4.1). */
function certificate(subject: string, issuer: string, serial: number, key: KeyObject): string {
  const algorithm = sequence(objectId('2a864886f70d01010b'), tagged(0x05)); // sha256WithRSAEncryption
  const commonName = (text: string) =>
    sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(text)))));
  const time = (year: number) => tagged(0x18, Buffer.from(`${year}0101000000Z`));
  const isAuthority = sequence(objectId('551d13'), tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))));
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([serial + 1])),
    algorithm,
    commonName(issuer),
    sequence(time(2020), time(2120)),
    commonName(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    ...(serial === 0 ? [] : [tagged(0xa3, sequence(isAuthority))]),
  );
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', signed, key));
  const lines = sequence(signed, algorithm, signature)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
