import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { recogniseFirstBytes } from './first-bytes.js';
import { LineReader } from './line-reader.js';

const limits = { maxLineBytes: 64, maxBlankLines: 8 };

test('the line reader returns the same lines however the bytes are split into chunks', async () => {
  const line = fc.string({
    unit: fc.constantFrom('a', ' ', '*', '0', '\u00e9'),
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.constantFrom('\r\n', '\n'),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      async (lines, end, sizes) => {
        const stream = new PassThrough();
        const reader = new LineReader(stream, limits);
        const bytes = Buffer.from(lines.map((text) => text + end).join(''), 'latin1');
        for (let at = 0; at < bytes.length;) {
          const size = sizes.next().value;
          stream.write(bytes.subarray(at, at + size));
          at += size;
        }
        stream.end();
        const read: string[] = [];
        for (const _ of lines) read.push(await reader.readLine());
        expect(read).toEqual(lines);
        await expect(reader.readLine()).rejects.toThrow();
      },
    ),
  );
});

test.each([
  ['a line that is too long', `${'x'.repeat(65)}\r\n`],
  ['a line that never ends', 'x'.repeat(65)],
  ['more blank lines than the limit', '\r\n'.repeat(9)],
])('the line reader fails with limit-exceeded on %s', async (_name, bytes) => {
  const stream = new PassThrough();
  const reader = new LineReader(stream, limits);
  stream.end(Buffer.from(bytes));
  const readAll = async () => {
    for (;;) await reader.readLine();
  };
  await expect(readAll()).rejects.toMatchObject({ code: 'limit-exceeded' });
});

test.each([
  ['OK\r\n', false],
  ['OK\r\ninjected\r\n', true],
  ['OK\r\nhalf a li', true],
])('after reading one line of %j, hasLeftovers is %s', async (bytes, hasLeftovers) => {
  const stream = new PassThrough();
  const reader = new LineReader(stream, limits);
  stream.write(bytes);
  await reader.readLine();
  expect(reader.release().hasLeftovers).toBe(hasLeftovers);
});

test.each([
  ['* OK ready', 'IMAP'],
  ['* PREAUTH hi', 'IMAP'],
  ['* BYE no', 'IMAP'],
  ['220 mail.example.com ESMTP', 'SMTP'],
  ['220-mail.example.com', 'SMTP'],
  ['554 no', 'SMTP'],
  ['220 FTP server', 'FTP'],
  ['+OK POP3', 'POP3'],
  ['SSH-2.0-x', 'SSH'],
  ['HTTP/1.1 400 Bad Request', 'HTTP'],
  ['<!DOCTYPE html>', 'HTTP'],
  ['\x16\x03\x01\x02', 'TLS'],
  ['\x15\x03\x03\x00', 'TLS'],
  ['hello', 'other'],
  ['', 'nothing'],
])('the first bytes %j are recognised as %s', (bytes, answered) => {
  expect(recogniseFirstBytes(Buffer.from(bytes, 'latin1'))).toBe(answered);
});
