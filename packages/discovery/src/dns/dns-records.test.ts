import { describe, expect, test } from '@jest/globals';
import type { SrvRecord } from '@postern/mail-probe/dns/dns-client';
import { mxDomains } from './mx-domains.js';
import { readSrv, type SrvLabel } from './srv-sections.js';

const none = { _imaps: [], _imap: [], _submissions: [], _submission: [] };
const record = (target: string, port: number, priority = 0, weight = 0): SrvRecord => ({
  target,
  port,
  priority,
  weight,
});
const targets = (answers: Partial<Record<SrvLabel, SrvRecord[]>>) => {
  const read = readSrv({ ...none, ...answers });
  return read.state === 'found'
    ? read.sections.map(({ type, host, port, tls }) => [type, host, port, tls])
    : read;
};

describe('SRV records of a domain', () => {
  test('the TLS mode follows the label, never the port', () => {
    expect(
      targets({
        _imap: [record('a.example.com', 993)],
        _imaps: [record('b.example.com', 143)],
        _submission: [record('c.example.com', 587)],
        _submissions: [record('d.example.com', 587)],
      }),
    ).toEqual([
      ['imap', 'b.example.com', 143, 'implicit'],
      ['imap', 'a.example.com', 993, 'starttls'],
      ['smtp', 'd.example.com', 587, 'implicit'],
      ['smtp', 'c.example.com', 587, 'starttls'],
    ]);
  });

  test('port 465 under _submission means TLS from the first byte, with a finding', () => {
    const read = readSrv({ ...none, _submission: [record('smtp.example.com', 465)] });
    expect(read).toMatchObject({
      sections: [{ tls: 'implicit' }],
      findings: [{ code: 'submission-on-465' }],
    });
  });

  test('the lowest priority comes first, then the highest weight; both are compared as numbers', () => {
    const records = [
      record('c', 1, 10, 5),
      record('d', 1, 9, 100),
      record('b', 1, 9, 20),
      record('a', 1, 100, 0),
    ];
    const hosts = targets({
      _imaps: records.map((one) => ({ ...one, target: `${one.target}.example.com` })),
    });
    const names = Array.isArray(hosts) ? hosts.map(([, host]) => host) : hosts;
    expect(names).toEqual(['d.example.com', 'b.example.com', 'c.example.com', 'a.example.com']);
  });

  test('the target “.” means that the service is not offered', () => {
    const read = readSrv({ ...none, _imap: [record('', 0)], _imaps: [record('imap.example.com', 993)] });
    expect(read).toMatchObject({
      sections: [{ host: 'imap.example.com' }],
      findings: [{ code: 'not-offered' }],
    });
    expect(targets({ _imap: [record('', 0)], _imaps: [record('', 0)] })).toMatchObject({
      state: 'absent',
      code: 'not-offered',
    });
  });

  test('no records mean that the source says nothing', () => {
    expect(targets({})).toMatchObject({ state: 'absent', code: 'no-records' });
  });
});

describe('the domains of the best MX', () => {
  const mx = (exchange: string, preference = 10) => ({ exchange, preference });

  test.each([
    ['a provider’s cluster', [mx('aspmx.l.google.com')], ['l.google.com', 'google.com']],
    ['a host of the provider', [mx('mx00.kundenserver.de')], ['kundenserver.de']],
    [
      'Exchange Online',
      [mx('example-com.mail.protection.outlook.com')],
      ['mail.protection.outlook.com', 'outlook.com'],
    ],
    [
      'a public suffix of two labels',
      [mx('mx1.mail.example.co.uk')],
      ['mail.example.co.uk', 'example.co.uk'],
    ],
    ['the registrable domain itself', [mx('example.net')], ['example.net']],
    ['a final dot and capitals', [mx('MX.Example.NET.')], ['example.net']],
    [
      'preferences 5, 10 and 20, as numbers',
      [mx('b.two.example', 10), mx('c.three.example', 20), mx('a.one.example', 5)],
      ['one.example'],
    ],
    ['equal preferences, by name', [mx('z.two.example'), mx('a.one.example')], ['one.example']],
    ['a null MX', [mx('', 0)], []],
    ['an address', [mx('192.0.2.1')], []],
    ['a public suffix', [mx('co.uk')], []],
    ['a host under a private suffix', [mx('mx.jane.github.io')], ['jane.github.io']],
    ['no records', [], []],
  ])('%s', (_, records, domains) => {
    expect(mxDomains(records)).toEqual(domains);
  });
});
