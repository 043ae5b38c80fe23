import { Buffer } from 'node:buffer';
import { expect, test } from '@jest/globals';
import { decodeFile } from './text-encoding.js';

const text = 'Domäne;Server\r\nbücher.example;x';

test.each([
  ['Windows-1252', Buffer.from(text, 'latin1')],
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without a byte order mark', Buffer.from(text, 'utf16le')],
])('a file in %s is decoded', (_, bytes) => {
  expect(decodeFile(bytes)).toBe(text);
});

test('Windows-1252 may have bytes that are characters of UTF-8', () => {
  // ß and “, followed by umlauts that UTF-8 forbids.
  const bytes = Buffer.from([0x53, 0xfc, 0xdf, 0x93, 0x3b, 0xe4]);
  expect(decodeFile(bytes)).toBe('Süß“;ä');
});

test('a wrong byte among characters of UTF-8 is marked, because the file is not Windows-1252', () => {
  const mixed = Buffer.concat([Buffer.from('ä;'), Buffer.from('ü', 'latin1')]);
  expect(decodeFile(mixed)).toBe('ä;\ufffd');
});
