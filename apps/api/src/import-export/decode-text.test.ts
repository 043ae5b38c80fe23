import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { decodeText } from './decode-text.js';

async function decoded(...chunks: Buffer[]): Promise<string> {
  let text = '';
  for await (const part of decodeText(Readable.from(chunks))) text += part;
  return text;
}

test.each([
  ['UTF-8', Buffer.from('bücher.example')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffbücher.example')],
  ['Windows-1252', Buffer.from('bücher.example', 'latin1')],
  ['UTF-16, little-endian', Buffer.from('\ufeffbücher.example', 'utf16le')],
  ['UTF-16, big-endian', Buffer.from('\ufeffbücher.example', 'utf16le').swap16()],
])('%s is read', async (_, bytes) => {
  expect(await decoded(bytes)).toBe('bücher.example');
});

test('a character that two chunks share is read', async () => {
  const bytes = Buffer.from('bücher.example');
  expect(await decoded(bytes.subarray(0, 2), bytes.subarray(2))).toBe('bücher.example');
});

test('Windows-1252 is read although its first chunks are ASCII', async () => {
  expect(await decoded(Buffer.from('domain\n'), Buffer.from('bücher.example', 'latin1'))).toBe(
    'domain\nbücher.example',
  );
});

test('bytes that UTF-8 forbids, among text in UTF-8, become replacement characters', async () => {
  expect(await decoded(Buffer.from('bücher'), Buffer.from([0xfc, 0x61]))).toBe('bücher\ufffda');
});

test('a text that ends within a character ends with a replacement character', async () => {
  expect(await decoded(Buffer.from('bü').subarray(0, 2))).toBe('b\ufffd');
});
