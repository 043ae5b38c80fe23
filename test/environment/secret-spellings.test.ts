import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { findSecret } from './secret-spellings.js';

const core = 'k7w2q9zt5m3x8v1n';
const secret = `ü"% \\${core}'ß&`;
const wanted = { secret, core, usernames: ['jane@example.com'] };
const around = (text: string) => Buffer.from(`before ${text} after`, 'utf8');

describe('findSecret finds a secret in every encoding', () => {
  test.each<[string, string]>([
    ['as it is', secret],
    ['read as Latin-1', Buffer.from(secret).toString('latin1')],
    ['in JSON', JSON.stringify({ secret })],
    ['in ASCII JSON', `"\\u00fc\\"% \\\\${core}'\\u00df&"`],
    ['in an address', `https://mail.example.com/?p=${encodeURIComponent(secret)}`],
    ['in a form', new URLSearchParams({ p: secret }).toString()],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in upper-case hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in SASL PLAIN', Buffer.from(`\0jane@example.com\0${secret}`).toString('base64')],
    ['its SHA-256', createHash('sha256').update(secret).digest('hex')],
    ['its SHA-256 in base64', createHash('sha256').update(secret).digest('base64')],
    ['its core in hex', Buffer.from(`"${core}"`).toString('hex')],
    ['a piece of it', `Unexpected token, ..."${core.slice(0, 9)}"... is not valid JSON`],
  ])('findSecret names the encoding of a secret: %s', (name, text) => {
    expect(findSecret(around(text), wanted)).toContain(name);
  });

  test.each(['', 'x', 'xy', 'xyz'])('findSecret finds a secret that follows %j in base64', (before) => {
    const text = Buffer.from(`${before}${secret} and more`).toString('base64');
    expect(findSecret(around(text), wanted)).toContain('in the middle of base64');
  });

  test('findSecret finds a secret in UTF-16', () => {
    expect(findSecret(Buffer.from(`before ${secret}`, 'utf16le'), wanted)).toContain('in UTF-16');
  });
});

test('findSecret finds nothing in a text without the secret', () => {
  expect(findSecret(around('jane@example.com ü"%&'), wanted)).toEqual([]);
});
