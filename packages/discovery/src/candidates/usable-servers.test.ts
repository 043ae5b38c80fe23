import { describe, expect, test } from '@jest/globals';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import type { ServerSection } from '../documents/server-section.js';
import { replacePlaceholders } from './placeholders.js';
import { usableServers } from './usable-servers.js';

const policy = createEgressPolicy({ allow: [], ports: [], closed: [] });
const jane = { domain: 'example.com', email: 'jane.doe@example.com' };
const imap: ServerSection = {
  type: 'imap',
  host: 'imap.example.com',
  port: 993,
  tls: 'implicit',
  username: '%EMAILADDRESS%',
  authentication: ['password-cleartext'],
  url: null,
};

describe('placeholders', () => {
  test.each([
    ['%EMAILADDRESS%', 'jane.doe@example.com'],
    ['%EMAILLOCALPART%', 'jane.doe'],
    ['%EMAILLOCALPART%.%EMAILDOMAIN%', 'jane.doe.example.com'],
    ['mail.%EMAILDOMAIN%', 'mail.example.com'],
    ['fixed', 'fixed'],
    ['50% off', '50% off'],
  ])('%s becomes %s', (template, text) => {
    expect(replacePlaceholders(template, jane)).toEqual({ ok: true, text });
  });

  test.each(['%REALNAME%', '%EMAILADDRESS', '%emailaddress%', '%%', 'a%b%EMAILDOMAIN%'])(
    '%s is not replaced, and the text is refused',
    (template) => {
      expect(replacePlaceholders(template, jane)).toEqual({ ok: false, reason: 'unknown' });
    },
  );

  test('a local part that reads like a placeholder is not replaced again', () => {
    const person = { domain: 'example.com', email: '%EMAILDOMAIN%$&@example.com' };
    expect(replacePlaceholders('%EMAILLOCALPART%', person)).toEqual({ ok: true, text: '%EMAILDOMAIN%$&' });
  });

  test('without an address, a text that needs one is refused, and a text that needs the domain is not', () => {
    const nobody = { domain: 'example.com', email: null };
    expect(replacePlaceholders('%EMAILLOCALPART%', nobody)).toEqual({ ok: false, reason: 'needs-address' });
    expect(replacePlaceholders('mail.%EMAILDOMAIN%', nobody)).toEqual({ ok: true, text: 'mail.example.com' });
  });
});

describe('servers that can be proposed', () => {
  test('servers keep their order, and Exchange has its own list', () => {
    const sections = [
      imap,
      { ...imap, port: 143, tls: 'starttls' as const },
      { ...imap, type: 'smtp', host: 'smtp.example.com', port: 465 },
      { ...imap, type: 'ews', host: null, url: 'https://mail.example.com/EWS/Exchange.asmx' },
    ];
    const usable = usableServers(sections, jane, policy);
    expect(usable.imap.map(({ port }) => port)).toEqual([993, 143]);
    expect(usable.smtp).toEqual([
      {
        host: 'smtp.example.com',
        port: 465,
        tls: 'implicit',
        username: { template: '%EMAILADDRESS%', value: 'jane.doe@example.com' },
        authentication: ['password-cleartext'],
      },
    ]);
    expect(usable.exchange).toMatchObject([{ url: 'https://mail.example.com/EWS/Exchange.asmx' }]);
    expect(usable.findings).toEqual([]);
  });

  test.each<[string, Partial<ServerSection>, string]>([
    ['without a host', { host: null }, 'host-missing'],
    ['without a port', { port: null }, 'port-missing'],
    ['with the port 0', { port: 0 }, 'port-missing'],
    ['with the port 65536', { port: 65_536 }, 'port-missing'],
    ['without encryption', { tls: 'plain' }, 'not-encrypted'],
    ['with an unknown kind of encryption', { tls: 'unknown' }, 'encryption-unknown'],
    ['that names no kind of encryption', { tls: null }, 'encryption-unknown'],
    ['with an unknown placeholder in its host', { host: '%COMPANY%.example.com' }, 'placeholder-unknown'],
    ['on localhost', { host: 'localhost' }, 'host-not-allowed'],
    ['in a local network', { host: '10.0.0.1' }, 'host-not-allowed'],
    ['with a URL as its host', { host: 'https://imap.example.com' }, 'host-not-allowed'],
    ['with a line break in its host', { host: 'imap.exa\r\nmple.com' }, 'host-not-allowed'],
    ['with a broken placeholder in its user name', { username: '%EMAILADDRESS' }, 'username-invalid'],
    ['with a control character in its user name', { username: 'a\u0000b' }, 'username-invalid'],
    ['with a very long user name', { username: 'a'.repeat(300) }, 'username-invalid'],
  ])('a server %s is skipped alone', (_, change, code) => {
    const usable = usableServers([{ ...imap, ...change }, imap], jane, policy);
    expect(usable.imap).toHaveLength(1);
    expect(usable.findings).toMatchObject([
      { level: 'warning', code, text: expect.stringContaining('IMAP server was skipped') },
    ]);
  });

  test.each([
    ['http://mail.example.com/EWS/Exchange.asmx', 'url-invalid'],
    ['https://10.0.0.1/EWS/Exchange.asmx', 'host-not-allowed'],
    [null, 'url-missing'],
  ])('an Exchange server with the URL %j is skipped', (url, code) => {
    const usable = usableServers([{ ...imap, type: 'exchange', url }], jane, policy);
    expect(usable.exchange).toEqual([]);
    expect(usable.findings.map((finding) => finding.code)).toEqual([code]);
  });

  test('placeholders are replaced in the host of an Exchange URL, and its path keeps its percent signs', () => {
    const section = { ...imap, type: 'ews', url: 'https://mail.%EMAILDOMAIN%/EWS/%C2%80.asmx' };
    expect(usableServers([section], jane, policy).exchange).toMatchObject([
      { url: 'https://mail.example.com/EWS/%C2%80.asmx' },
    ]);
  });

  test('a host that depends on the address is skipped while only the domain is known', () => {
    const section = { ...imap, host: '%EMAILLOCALPART%.example.com' };
    const nobody = { domain: 'example.com', email: null };
    expect(usableServers([section], nobody, policy).findings).toMatchObject([{ code: 'needs-address' }]);
    expect(usableServers([imap], nobody, policy).imap).toMatchObject([
      { username: { template: '%EMAILADDRESS%', value: null } },
    ]);
  });

  test('the address is the user name where the source names none', () => {
    const usable = usableServers([{ ...imap, username: null }], jane, policy);
    expect(usable.imap[0]!.username).toEqual({ template: '%EMAILADDRESS%', value: 'jane.doe@example.com' });
  });

  test('types that are not used are listed', () => {
    const sections = ['pop3', 'jmap', 'graph', 'activeSync', 'tin-can'].map((type) => ({ ...imap, type }));
    const { findings } = usableServers(sections, jane, policy);
    expect(findings.map(({ code }) => code)).toEqual(Array(4).fill('type-not-used'));
    const names = findings.map(({ text }) => /server for (.+), which/.exec(text)![1]);
    expect(names).toEqual(['POP3', 'JMAP', 'Microsoft Graph', 'Exchange ActiveSync']);
  });
});
