import { expect, test } from '@jest/globals';
import { renderTarget } from '../src/targets.js';
import { scenarios } from './scenarios.js';

const textOf = (target: string, parameters: object = {}, scenario = 'both-families'): string =>
  renderTarget(target, scenarios[scenario]!, parameters)
    .files.map(({ text }) => text)
    .join('\n');

test.each([
  ['nftables', 'postern_imap4_eu1', 'postern_smtp6_eu1'],
  ['iptables', 'postern_imap4_eu1', 'postern_smtp6_eu1'],
  ['firewalld', 'postern-imap4-eu1', 'postern-smtp6-eu1'],
  ['fortigate', 'postern-imap4-eu1', 'postern-smtp6-eu1'],
  ['paloalto', 'postern-imap4-eu1', 'postern-smtp6-eu1'],
  ['cisco-asa', 'POSTERN-IMAP4-EU1', 'POSTERN-SMTP6-EU1'],
  ['mikrotik', 'postern-imap4-eu1', 'postern-smtp6-eu1'],
  ['juniper-srx', 'postern-imap4-eu1', 'postern-smtp6-eu1'],
])('%s: a list is named by protocol, family and data centre, without a hash', (target, ...names) => {
  const text = textOf(target);
  for (const name of names) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
});

test('the sets of a server have its name, and the number of their family before it', () => {
  const text = textOf('nftables', {}, 'custom-ports');
  for (const family of [4, 6]) expect(text).toMatch(new RegExp(`\\bpostern_${family}_mail_example_com_`));
});

test('PAN-OS polls with a certificate profile, a user and a password, each in a command of its own', () => {
  const commands = textOf('paloalto', { feedUrl: 'https://postern.example.com' }).split('\n');
  const list = 'set external-list postern-imap4-eu1 type ip';
  for (const attribute of [
    'url "https://postern.example.com/v1/allowlist?protocol=imap&family=4&format=text&dataCenter=eu1"',
    'certificate-profile REPLACE-CERTIFICATE-PROFILE',
    'auth username REPLACE-ANY-NAME',
    'auth password REPLACE-NETWORK-TOKEN',
    'recurring hourly',
  ])
    expect(commands).toContain(`${list} ${attribute}`);
});
