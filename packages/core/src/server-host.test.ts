import { describe, expect, test } from '@jest/globals';
import { parseServerHost } from './server-host.js';

test.each([
  ['imap.example.com', 'imap.example.com'],
  ['IMAP.Example.COM.', 'imap.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['192.0.2.1', '192.0.2.1'],
  ['[192.0.2.1]', '192.0.2.1'],
  ['2001:DB8:0::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
])('accepts the mail server host %s', (text, host) => {
  expect(parseServerHost(text)).toEqual({ ok: true, host });
});

describe('refuses a text that contains more than a host, and suggests the host', () => {
  test.each([
    // a host and a port: host:port
    ['imap.example.com:993', 'imap.example.com'],
    ['192.0.2.1:993', '192.0.2.1'],
    ['imap.example.com: 993', 'imap.example.com'],
    ['imap.example.com 993', 'imap.example.com'],
    ['imap.example.com, 993', 'imap.example.com'],
    ['imap.example.com;993', 'imap.example.com'],
    ['imap.example.com:imaps', 'imap.example.com'],
    ['imap.example.com:993:ssl', 'imap.example.com'],
    ['imap.example.com:', 'imap.example.com'],
    // an IPv6 address and a port: [v6]:port
    ['[2001:db8::1]:993', '2001:db8::1'],
    ['[2001:DB8::1]:', '2001:db8::1'],
    ['[2001:db8::1] 993', '2001:db8::1'],
    ['[2001:db8::1],993', '2001:db8::1'],
    ['imaps://[2001:db8::1]:993/', '2001:db8::1'],
    ['[192.0.2.1]:993', '192.0.2.1'],
    // a URL that contains a host
    ['imaps://imap.example.com', 'imap.example.com'],
    ['imaps://jane%40example.com@imap.example.com:993/INBOX', 'imap.example.com'],
    ['imap://jane@example.com@imap.example.com', 'imap.example.com'],
    ['smtp://smtp.example.com:587?tls=1', 'smtp.example.com'],
    ['ssl://imap.example.com:993', 'imap.example.com'],
    ['https://192.0.2.1/mail', '192.0.2.1'],
    ['//imap.example.com', 'imap.example.com'],
    ['imap.example.com/', 'imap.example.com'],
    ['imap.example.com/ssl', 'imap.example.com'],
    ['imap: imap.example.com', 'imap.example.com'],
    ['jane@imap.example.com', 'imap.example.com'],
    ['\\\\imap.example.com', undefined], // A UNC path is not a way to write a mail server.
    // mailbox strings of PHP's imap_open
    ['{imap.example.com:993/imap/ssl}INBOX', 'imap.example.com'],
    ['{imap.example.com/imap/ssl/novalidate-cert}', 'imap.example.com'],
    ['{imap.example.com}INBOX.Sent', 'imap.example.com'],
    ['{192.0.2.1:143/notls}INBOX', '192.0.2.1'],
    ['{[2001:db8::1]:993/imap/ssl}INBOX', '2001:db8::1'],
    ['{imap.example.com:993/imap/ssl', 'imap.example.com'],
    // a host in quotes or brackets
    ['"imap.example.com"', 'imap.example.com'],
    ['<imap.example.com>', 'imap.example.com'],
    ['“imap.example.com:993”', 'imap.example.com'],
    ['imap.example.com,', 'imap.example.com'],
    // a host in other text, with invisible characters
    [' imap.example.com:993 ', 'imap.example.com'],
    ['\u200bimaps://imap.example.com', 'imap.example.com'],
  ])('refuses the text %j and suggests its host %j', (text, suggestion) => {
    const parsed = parseServerHost(text);
    expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
    expect(parsed).toMatchObject({
      ok: false,
      code: suggestion === undefined ? 'name-has-other-characters' : 'host-only',
    });
  });

  test('refuses a host with a port and names the port field', () => {
    expect(parseServerHost('[2001:db8::1]:993')).toMatchObject({
      message: 'Only the server name is needed here; the port 993 has a field of its own',
    });
  });
});

describe('refuses a host with invisible characters, names the first one, and suggests the host without them', () => {
  test.each([
    ['imap.example.com\u00a0', 'a no-break space (U+00A0) at position 17', 'imap.example.com'],
    ['imap.exam\u200bple.com', 'a zero-width space (U+200B) at position 10', 'imap.example.com'],
    ['imap.exam\u00adple.com', 'a soft hyphen (U+00AD) at position 10', 'imap.example.com'],
    ['\ufeffimap.example.com', 'a byte order mark (U+FEFF) at position 1', 'imap.example.com'],
    ['\u202aimap.example.com\u202c', 'an invisible character (U+202A) at position 1', 'imap.example.com'],
    ['imap.example.com\t', 'a tab (U+0009) at position 17', 'imap.example.com'],
    ['imap.example.com\n', 'a line break (U+000A) at position 17', 'imap.example.com'],
    ['imap\u3164.example.com', 'an invisible character (U+3164) at position 5', 'imap.example.com'],
    // A blank Braille pattern has width, so it may be any character and no repair is suggested.
    ['imap\u2800.example.com', 'an invisible character (U+2800) at position 5', undefined],
    ['192.0.2.1\u200e', 'a left-to-right mark (U+200E) at position 10', '192.0.2.1'],
    ['imap\u0000.example.com', 'an invisible character (U+0000) at position 5', undefined],
  ])('the refusal of %j names %s', (text, what, suggestion) => {
    const parsed = parseServerHost(text);
    expect(parsed).toMatchObject({
      code: 'name-has-hidden-characters',
      message: `The name contains ${what}`,
    });
    expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
  });
});

test.each([
  ['', 'name-empty'],
  ['localhost', 'name-single-label'],
  ['localhost:993', 'name-has-other-characters'],
  ['127.1', 'name-is-address'],
  ['0x7f.1:993', 'name-has-other-characters'], // The text contains no valid host, so none is suggested.
  ['a'.repeat(5000), 'name-too-long'],
  ['{}', 'name-has-other-characters'],
  ['@', 'name-has-other-characters'],
])('refuses the host %.20j with the code %s and suggests nothing', (text, code) => {
  expect(parseServerHost(text)).toEqual({ ok: false, code, message: expect.any(String) });
});
