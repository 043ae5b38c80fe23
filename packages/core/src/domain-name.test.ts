import { describe, expect, test } from '@jest/globals';
import { domainNameSchema, parseDomainName, parseEmailAddress } from './domain-name.js';

describe('R3 a domain is what follows the @', () => {
  test.each([
    ['example.com', 'example.com', 'example.com'],
    ['EXAMPLE.com.', 'example.com', 'example.com'],
    ['Bücher.example', 'xn--bcher-kva.example', 'bücher.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'bücher.example'],
    ['mail.example.co.uk', 'mail.example.co.uk', 'mail.example.co.uk'],
    ['例え。example', 'xn--r8jz45g.example', '例え.example'],
    ['faß.example', 'xn--fa-hia.example', 'faß.example'], // non-transitional UTS #46, as browsers do
  ])('accepts %s', (text, domain, displayDomain) => {
    expect(parseDomainName(text)).toEqual({ ok: true, domain, displayDomain });
  });

  test.each([
    ['jane@example.com', 'domain-is-address', 'example.com'],
    ['@example.com', 'domain-is-address', 'example.com'],
    ['jane@Example.COM.', 'domain-is-address', 'example.com'],
    ['*.example.com', 'domain-is-wildcard', 'example.com'],
    ['.example.com', 'domain-is-wildcard', 'example.com'],
    ['https://example.com/mail', 'domain-is-url', 'example.com'],
    [' example.com ', 'name-has-hidden-characters', 'example.com'],
    ['a\r\nb.example', 'name-has-hidden-characters', undefined], // IDNA would drop the line break
    ['exam\u200bple.com', 'name-has-hidden-characters', undefined],
    ['jane@', 'domain-is-address', undefined],
    ['', 'name-empty', undefined],
    ['example', 'name-single-label', undefined],
    ['co.uk', 'domain-is-public-suffix', undefined],
    ['github.io', 'domain-is-public-suffix', undefined],
    ['192.0.2.1', 'name-is-address', undefined],
    ['[192.0.2.1]', 'name-is-address', undefined],
    ['2001:db8::1', 'name-is-address', undefined],
    ['127.1', 'name-is-address', undefined],
    ['０x7f.1', 'name-is-address', undefined], // full-width digits fold to an address
    ['１２７.0.0.1', 'name-is-address', undefined],
    ['exa_mple.com', 'name-has-other-characters', undefined],
    ['example..com', 'name-malformed', undefined],
    ['-a.example.com', 'name-malformed', undefined],
    ['%61.example.com', 'name-has-other-characters', undefined], // URL parsing would decode it
    [`${'a'.repeat(64)}.example.com`, 'name-malformed', undefined],
    [`${'a.'.repeat(150)}example.com`, 'name-too-long', undefined],
  ])('refuses %j with %s', (text, code, suggestion) => {
    const parsed = parseDomainName(text);
    expect(parsed).toMatchObject({ ok: false, code });
    expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
  });

  test('the schema carries code and suggestion', () => {
    const result = domainNameSchema.safeParse('jane@example.com');
    expect(result.error?.issues[0]).toMatchObject({
      params: { code: 'domain-is-address', suggestion: 'example.com' },
    });
  });
});

test('an email address keeps its local part and folds its domain', () => {
  expect(parseEmailAddress('Jane.Doe+x@EXAMPLE.com')).toMatchObject({
    localPart: 'Jane.Doe+x',
    domain: { domain: 'example.com' },
  });
  expect(parseEmailAddress('example.com')).toBeNull();
  expect(parseEmailAddress('a b@example.com')).toBeNull();
});
