import { expect, test } from '@jest/globals';
import type { MailSettings } from '../../api/mail-settings';
import type { Verification } from '../../api/verifications';
import { addressesFound, hostsOf, readAddresses, toDestinations } from './server-addresses';

const imap = (imapHost: string, smtpHost: string) =>
  ({ kind: 'imap', imap: { host: imapHost }, smtp: { host: smtpHost } }) as MailSettings;
const exchange = (url: string) => ({ kind: 'exchange', exchange: { url } }) as MailSettings;

test.each<[string, MailSettings[], string[]]>([
  ['both servers', [imap('imap.example.com', 'smtp.example.com')], ['imap.example.com', 'smtp.example.com']],
  [
    'a server of several domains once',
    [imap('a.example', 'a.example'), imap('a.example', 'b.example')],
    ['a.example', 'b.example'],
  ],
  [
    'the host of an Exchange URL with a port',
    [exchange('https://mail.example.com:8443/EWS/Exchange.asmx')],
    ['mail.example.com'],
  ],
  [
    'no server that is named by its address',
    [imap('192.0.2.1', '2001:db8::1'), exchange('https://[2001:db8::2]/')],
    [],
  ],
])('lists %s', (_, settings, hosts) => {
  expect(hostsOf(settings)).toEqual(hosts);
});

test.each([
  ['', []],
  ['8.8.8.8', ['public']],
  ['192.0.2.10', ['public']],
  [' 10.0.0.1 ,\n2001:4860:4860::8888;fd00::1', ['private', 'public', 'private']],
  ['127.0.0.1', ['private']],
  ['mail.example.com', ['invalid']],
  ['10.0.0.0/8', ['invalid']],
  ['10.0.0', ['invalid']],
])('the addresses in "%s" are %j', (typed, uses) => {
  expect(readAddresses(typed).map(({ use }) => use)).toEqual(uses);
});

test.each<[string, Record<string, string>, object]>([
  ['addresses of one side as a list', { a: '10.0.0.1 10.0.0.2' }, { a: ['10.0.0.1', '10.0.0.2'] }],
  [
    'both sides of a NAT apart',
    { a: '10.0.0.1, 192.0.2.1' },
    { a: { publicAddresses: ['192.0.2.1'], privateAddresses: ['10.0.0.1'] } },
  ],
  ['no host without addresses', { a: '', b: ' , ' }, {}],
  ['no address that is none', { a: '192.0.2.1, mail' }, { a: ['192.0.2.1'] }],
])('sends %s', (_, typed, destinations) => {
  expect(toDestinations(typed)).toEqual(destinations);
});

test('proposes each address once that the verification found for the host, and none of another host', () => {
  const report = (host: string, ...facts: object[]) => ({
    host,
    steps: facts.map((each) => ({ facts: each })),
  });
  const verification = {
    endpoints: [
      report('imap.example.com', { addresses: ['192.0.2.1', '2001:db8::1'] }, { address: '192.0.2.1' }, {}),
      report('smtp.example.com', { addresses: ['192.0.2.2'] }),
    ],
  } as unknown as Verification;
  expect(addressesFound(verification, 'imap.example.com')).toEqual(['192.0.2.1', '2001:db8::1']);
  expect(addressesFound(verification, 'www.example.com')).toEqual([]);
});
