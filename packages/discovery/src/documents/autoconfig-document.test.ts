import { describe, expect, test } from '@jest/globals';
import { writeAutoconfig, type WrittenServer } from '../../test/write-autoconfig.js';
import { parseAutoconfig } from './autoconfig-document.js';

const imap: WrittenServer = { type: 'imap', hostname: 'imap.example.com', port: '993', socketType: 'SSL' };

describe('documents of Mail Autoconfig', () => {
  test('a server comes out as the document describes it', () => {
    const server = { ...imap, username: '%EMAILADDRESS%', authentication: ['OAuth2', 'password-cleartext'] };
    expect(parseAutoconfig(writeAutoconfig([server]))).toEqual({
      state: 'found',
      id: 'example.com',
      domains: ['example.com'],
      sections: [
        {
          type: 'imap',
          host: 'imap.example.com',
          port: 993,
          tls: 'implicit',
          username: '%EMAILADDRESS%',
          authentication: ['OAuth2', 'password-cleartext'],
          url: null,
        },
      ],
      oauthIssuers: [],
      findings: [],
    });
  });

  test.each([
    ['SSL', 'implicit'],
    ['STARTTLS', 'starttls'],
    ['starttls', 'starttls'],
    ['plain', 'plain'],
    ['TLS1.3-only', 'unknown'],
    [undefined, null],
  ])('the socket type %s is read as %s', (socketType, tls) => {
    expect(firstSection({ ...imap, socketType })).toMatchObject({ tls });
  });

  test.each([
    ['993', 993],
    ['0', 0], // refused later, so that the finding names the port
    ['065535', null],
    ['-1', null],
    ['9e2', null],
    ['', null],
    [undefined, null],
  ])('the port %j is read as %j', (port, expected) => {
    expect(firstSection({ ...imap, port })).toMatchObject({ port: expected });
  });

  test('the methods keep the order of the provider; unknown ones are left out', () => {
    const authentication = ['password-encrypted', 'OAuth', 'telepathy', 'GSSAPI', 'OAuth2'];
    expect(firstSection({ ...imap, authentication })).toMatchObject({
      authentication: ['password-encrypted', 'OAuth2', 'GSSAPI'],
    });
  });

  test('a method of the system sasl is the name of a SASL mechanism', () => {
    const more =
      '<authentication system="sasl">SCRAM-SHA-256</authentication><authentication system="sasl">no name</authentication>';
    expect(firstSection({ ...imap, more })).toMatchObject({ authentication: ['SCRAM-SHA-256'] });
  });

  test('a password in the document is not read', () => {
    const text = writeAutoconfig([{ ...imap, more: '<password>canary-7f3a9c</password>' }]);
    expect(JSON.stringify(parseAutoconfig(text))).not.toContain('canary');
  });

  test('unknown elements, attributes, comments and processing instructions are ignored', () => {
    const text = writeAutoconfig([
      { ...imap, more: '<!-- c --><shape colour="red"><hostname>evil.example</hostname></shape>' },
    ])
      .replace('<clientConfig', '<?pi x?>\n<clientConfig unknown="1"')
      .replace('<domain>', '<displayName>&#xe4;</displayName><domain>');
    expect(parseAutoconfig(text)).toMatchObject({ state: 'found', sections: [{ host: 'imap.example.com' }] });
  });

  test('an Exchange server has the URL of ewsURL or of url', () => {
    const more =
      '<owaURL>https://a.example.com/owa/</owaURL><ewsURL>https://a.example.com/EWS/Exchange.asmx</ewsURL>';
    expect(firstSection({ type: 'exchange', more })).toMatchObject({
      url: 'https://a.example.com/EWS/Exchange.asmx',
    });
    expect(firstSection({ type: 'ews', more: '<url>https://b.example.com/e</url>' })).toMatchObject({
      url: 'https://b.example.com/e',
    });
  });

  test.each([
    ['<!DOCTYPE clientConfig><clientConfig><emailProvider id="a"/></clientConfig>', 'document-type'],
    [
      '<!DOCTYPE c [<!ENTITY h "imap.example.com">]><clientConfig><emailProvider><incomingServer type="imap"><hostname>&h;</hostname></incomingServer></emailProvider></clientConfig>',
      'not-well-formed',
    ],
    ['<clientConfig><emailProvider></clientConfig>', 'not-well-formed'],
    [writeAutoconfig([imap]).slice(0, -5), 'not-well-formed'],
    ['', 'not-well-formed'],
    ['{"protocols":{}}', 'not-well-formed'],
    ['<clientConfig version="1.1"/>', 'not-autoconfig'],
    ['<Autodiscover><emailProvider/></Autodiscover>', 'not-autoconfig'],
    [`${'<a>'.repeat(20_000)}`, 'not-well-formed'],
    [`<clientConfig>${' '.repeat(70_000)}</clientConfig>`, 'too-large'],
  ])('the document %.60j is invalid with the code %s', (text, code) => {
    expect(parseAutoconfig(text)).toMatchObject({ state: 'invalid', code });
  });

  test.each([
    '<!DOCTYPE html><html><body>Not found</body></html>',
    '\n<!-- start --><html lang="en">',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
    '<HTML><HEAD>',
  ])('the web page %.40j means that there is no document', (text) => {
    expect(parseAutoconfig(text)).toMatchObject({ state: 'absent', code: 'html-page' });
  });
});

function firstSection(server: WrittenServer) {
  const parsed = parseAutoconfig(writeAutoconfig([server]));
  return parsed.state === 'found' ? parsed.sections[0] : parsed;
}
