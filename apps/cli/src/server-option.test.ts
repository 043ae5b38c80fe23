import { expect, test } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { parseMailServerOption, parseServerOption } from './server-option.js';

test.each([
  ['mail.example.com', { host: 'mail.example.com', port: 993 }],
  ['Mail.Example.com.', { host: 'mail.example.com', port: 993 }],
  ['mail.example.com,starttls', { host: 'mail.example.com', port: 143, tls: 'starttls' }],
  ['mail.example.com:2525,starttls', { host: 'mail.example.com', port: 2525, tls: 'starttls' }],
  ['mail.example.com:10993', { host: 'mail.example.com', port: 10993 }],
  ['mail.example.com:993,tls', { host: 'mail.example.com', port: 993, tls: 'implicit' }],
  ['[2001:db8::1]:993', { host: '2001:db8::1', port: 993 }],
  ['[2001:db8::1]', { host: '2001:db8::1', port: 993 }],
  ['192.0.2.1:143', { host: '192.0.2.1', port: 143 }],
])('parses --imap %s', (text, server) => {
  expect(parseServerOption('imap', text)).toEqual(server);
});

test.each([
  ['mail.example.com:70000', '65535'],
  ['mail.example.com:0', '1'],
  ['mail.example.com:imap', 'name'],
  ['mail.example.com,ssl', 'Write “tls” or “starttls” after the comma'],
  ['mail.example.com:143,', 'Write “tls” or “starttls” after the comma'],
  ['https://mail.example.com/', 'try mail.example.com'],
  ['', 'A name is needed'],
])('refuses --smtp %j with a reason', (text, reason) => {
  expect(() => parseServerOption('smtp', text)).toThrow(InvalidArgumentError);
  expect(() => parseServerOption('smtp', text)).toThrow(reason);
});

test('postern verify requires the TLS mode for a port that does not imply one; firewall rules do not need it', () => {
  expect(() => parseMailServerOption('imap', 'mail.example.com:10993')).toThrow(
    'write mail.example.com:10993,tls or mail.example.com:10993,starttls.',
  );
  expect(parseMailServerOption('imap', 'mail.example.com:10993,tls')).toMatchObject({ tls: 'implicit' });
  expect(parseMailServerOption('smtp', 'mail.example.com')).toMatchObject({ port: 465, tls: 'implicit' });
});
