import { describe, expect, test } from '@jest/globals';
import { domainNameSchema, parseDomainName, parseEmailAddress, refusePublicSuffix } from './domain-name.js';
import { mailSettingsInputSchema } from './mail-settings.js';

describe('R3 parsing the domain of an email address', () => {
  test.each([
    ['example.com', 'example.com', 'example.com'],
    ['EXAMPLE.com.', 'example.com', 'example.com'],
    ['Bücher.example', 'xn--bcher-kva.example', 'bücher.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'bücher.example'],
    ['mail.example.co.uk', 'mail.example.co.uk', 'mail.example.co.uk'],
    ['例え。example', 'xn--r8jz45g.example', '例え.example'],
    // "ß" stays as it is: non-transitional UTS #46, as in browsers
    ['faß.example', 'xn--fa-hia.example', 'faß.example'],
    // What punycode makes of "\u202eexample", "ex\u200bample", the full-width "ａ" and "\u0080": UTS #46 makes none of
    // these labels, so they are shown undecoded.
    ['xn--example-z76c.com', 'xn--example-z76c.com', 'xn--example-z76c.com'],
    ['xn--example-1z6c.com', 'xn--example-1z6c.com', 'xn--example-1z6c.com'],
    ['xn--mi7c.com', 'xn--mi7c.com', 'xn--mi7c.com'],
    ['xn--a.com', 'xn--a.com', 'xn--a.com'],
  ])('accepts the domain %s', (text, domain, displayDomain) => {
    expect(parseDomainName(text)).toEqual({ ok: true, domain, displayDomain, isPublicSuffix: false });
  });

  test.each([
    ['jane@example.com', 'domain-is-address', 'example.com'],
    ['@example.com', 'domain-is-address', 'example.com'],
    ['Jane Doe <jane@example.com>', 'domain-is-address', 'example.com'],
    ['"Doe, Jane" <jane@example.com>;', 'domain-is-address', 'example.com'],
    ['jane@example.com, joe@example.org', 'domain-is-address', 'example.org'],
    ['mailto:jane@example.com', 'domain-is-address', 'example.com'],
    ['example.com/', 'domain-is-url', 'example.com'],
    ['//example.com/mail', 'domain-is-url', 'example.com'],
    ['example.com:25', 'domain-is-url', 'example.com'],
    ['jane@Example.COM.', 'domain-is-address', 'example.com'],
    ['*.example.com', 'domain-is-wildcard', 'example.com'],
    ['.example.com', 'domain-is-wildcard', 'example.com'],
    ['https://example.com/mail', 'domain-is-url', 'example.com'],
    [' example.com ', 'name-has-hidden-characters', 'example.com'],
    ['a\r\nb.example', 'name-has-hidden-characters', undefined], // the IDNA conversion would silently remove the line break
    ['exam\u200bple.com', 'name-has-hidden-characters', 'example.com'],
    // No repair is suggested for a space, because it may have replaced any character.
    ['exa mple.com', 'name-has-hidden-characters', undefined],
    ['jane@', 'domain-is-address', undefined],
    ['', 'name-empty', undefined],
    ['example', 'name-single-label', undefined],
    ['192.0.2.1', 'name-is-address', undefined],
    ['[192.0.2.1]', 'name-is-address', undefined],
    ['2001:db8::1', 'name-is-address', undefined],
    ['127.1', 'name-is-address', undefined],
    // IDNA converts full-width digits to ASCII digits, so this is an IP address
    ['０x7f.1', 'name-is-address', undefined],
    ['１２７.0.0.1', 'name-is-address', undefined],
    ['exa_mple.com', 'name-has-other-characters', undefined],
    ['example..com', 'name-malformed', undefined],
    ['-a.example.com', 'name-malformed', undefined],
    ['%61.example.com', 'name-has-other-characters', undefined], // the URL parser would decode %61 to "a"
    [`${'a'.repeat(64)}.example.com`, 'name-malformed', undefined],
    [`${'a.'.repeat(150)}example.com`, 'name-too-long', undefined],
  ])('refuses the domain %j with the code %s', (text, code, suggestion) => {
    const parsed = parseDomainName(text);
    expect(parsed).toMatchObject({ ok: false, code });
    expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
  });

  test('a refused domain has the code and the suggestion in the schema’s issue', () => {
    const result = domainNameSchema.safeParse('jane@example.com');
    expect(result.error?.issues[0]).toMatchObject({
      params: { code: 'domain-is-address', suggestion: 'example.com' },
    });
  });
});

describe('settings for a public suffix must be confirmed', () => {
  test.each(['mil.no', 'gov.in', 'sa.gov.au', 'iki.fi', 'co.uk', 'github.io', 'xn--55qx5d.cn'])(
    '%s',
    (text) => {
      const parsed = parseDomainName(text);
      expect(parsed).toMatchObject({ ok: true, domain: text, isPublicSuffix: true });
      expect(parsed.ok && refusePublicSuffix(parsed)).toMatchObject({
        code: 'domain-is-public-suffix',
        message: expect.stringContaining('confirmPublicSuffix'),
      });
      const settings = {
        domain: text,
        kind: 'exchange',
        exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
      };
      expect(mailSettingsInputSchema.safeParse(settings).error?.issues[0]).toMatchObject({
        path: ['domain'],
        params: { code: 'domain-is-public-suffix' },
      });
      expect(mailSettingsInputSchema.parse({ ...settings, confirmPublicSuffix: true })).toEqual(settings);
    },
  );

  test.each(['example.no', 'mail.mil.no', 'example.co.uk', 'jane.github.io'])(
    'the domain %s is not a public suffix',
    (text) => {
      const parsed = parseDomainName(text);
      expect(parsed.ok && refusePublicSuffix(parsed)).toBeNull();
    },
  );
});

describe('parsing an email address', () => {
  test.each([
    ['Jane.Doe+x@EXAMPLE.com', 'Jane.Doe+x', 'example.com'],
    ['jane@mil.no', 'jane', 'mil.no'],
    ['jane@Iki.fi', 'jane', 'iki.fi'],
    ["o'neil@b\u00fccher.example", "o'neil", 'xn--bcher-kva.example'],
  ])('%s keeps its local part, and its domain becomes lower-case A-labels', (text, localPart, domain) => {
    expect(parseEmailAddress(text)).toMatchObject({ ok: true, localPart, domain: { domain } });
  });

  test.each([
    ['example.com', 'A full email address is needed', undefined],
    ['a b@example.com', 'contains a space (U+0020) at position 2', undefined],
    ['Jane Doe <jane@example.com>', 'contains a space (U+0020) at position 5', 'jane@example.com'],
    ['<jane@example.com>', 'A full email address is needed', 'jane@example.com'],
    ['a<b@example.com', 'A full email address is needed', undefined],
    ['a\u0000@example.com', 'contains an invisible character (U+0000) at position 2', undefined],
    ['jane@example.com\u200b', 'contains a zero-width space (U+200B) at position 17', 'jane@example.com'],
    ['\ufeffjane@example.com', 'contains a byte order mark (U+FEFF) at position 1', 'jane@example.com'],
    ['jane@example.com\r\n', 'contains a line break (U+000D) at position 17', 'jane@example.com'],
    ['jane@*.example.com', 'wildcards are not supported', 'jane@example.com'],
    ['jane@192.0.2.1', 'An IP address cannot be an email domain', undefined],
    ['jane@localhost', 'A full name with a dot is needed', undefined],
  ])('refuses the email address %j: %s', (text, message, suggestion) => {
    const parsed = parseEmailAddress(text);
    expect(parsed).toMatchObject({ ok: false, code: 'email-malformed' });
    expect(parsed).toMatchObject({ message: expect.stringContaining(message) });
    expect(parsed.ok ? null : parsed.suggestion).toBe(suggestion);
  });
});
