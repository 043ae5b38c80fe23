import { expect, test } from '@jest/globals';
import { parseExchangeUrl } from './exchange-url.js';

test.each([
  [
    ' https://mail.example.com/EWS/Exchange.asmx ',
    'url-has-hidden-characters',
    'https://mail.example.com/EWS/Exchange.asmx',
  ],
  // No repair is suggested for a space inside a URL, because it may have replaced any character.
  ['https://mail.example.com/EWS Exchange.asmx', 'url-has-hidden-characters', undefined],
  ['https://mail.example.com/\n', 'url-has-hidden-characters', 'https://mail.example.com/EWS/Exchange.asmx'],
  [
    'https://mail.example.com/EWS/Exchange.asmx\u200b',
    'url-has-hidden-characters',
    'https://mail.example.com/EWS/Exchange.asmx',
  ],
  [
    'https://mail.exam\u00adple.com/EWS/Exchange.asmx',
    'url-has-hidden-characters',
    'https://mail.example.com/EWS/Exchange.asmx',
  ],
  ['https://[2001:db8::1]/', 'url-without-path', 'https://[2001:db8::1]/EWS/Exchange.asmx'],
  ['https://mail.example.com,/EWS/Exchange.asmx', 'host-only', 'https://mail.example.com/EWS/Exchange.asmx'],
  ['https://<[2001:db8::1]>/owa', 'host-only', 'https://[2001:db8::1]/owa'],
  ['mail.example.com', 'url-malformed', 'https://mail.example.com/EWS/Exchange.asmx'],
  [
    'http://mail.example.com/EWS/Exchange.asmx',
    'url-not-https',
    'https://mail.example.com/EWS/Exchange.asmx',
  ],
  [`https://mail.example.com/${'a'.repeat(1976)}`, 'url-too-long', undefined],
  // %C3%BC takes six characters.
  [`https://mail.example.com/${'ü'.repeat(330)}`, 'url-too-long', undefined],
])('refuses the Exchange URL %j with the code %s', (text, code, suggestion) => {
  const parsed = parseExchangeUrl(text);
  expect(parsed).toMatchObject({ ok: false, code });
  expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
});

test.each([
  ['https://mail.example.com/EWS/Exchange.asmx\u00a0', 'a no-break space (U+00A0) at position 43'],
  ['https://mail.example.com/EWS Exchange.asmx', 'a space (U+0020) at position 29'],
])('the refusal of %j names the invisible character and its position', (text, what) => {
  expect(parseExchangeUrl(text)).toMatchObject({ message: `The URL contains ${what}` });
});
