import { expect, test } from '@jest/globals';
import { mailSettingsInputSchema } from '@postern/core/mail-settings';
import type { MailSettings, SettingsKind } from '../api/mail-settings';
import { emptyValues, type FormValues } from './field-path';
import { fromServers, fromSettings, toInput, toServers } from './settings-input';

const values: FormValues = {
  ...emptyValues,
  domain: 'example.com',
  'imap.host': 'imap.example.com',
  'smtp.host': 'smtp.example.com',
  'exchange.url': 'https://mail.example.com/EWS/Exchange.asmx',
};
const imap = { host: 'imap.example.com', port: 993, tls: 'implicit' } as const;
const smtp = { host: 'smtp.example.com', port: 465, tls: 'implicit' } as const;
const flag = { allowNonSecureCertificate: false };

test.each<[string, SettingsKind, Partial<FormValues>, object]>([
  ['both servers and the flag', 'imap', {}, { kind: 'imap', imap, smtp, ...flag }],
  [
    'an empty port as a missing one',
    'imap',
    { 'imap.port': '' },
    { kind: 'imap', imap: { ...imap, port: undefined }, smtp, ...flag },
  ],
  [
    'a port with a leading zero as the number it is',
    'imap',
    { 'imap.port': '0143', 'imap.tls': 'starttls' },
    { kind: 'imap', imap: { ...imap, port: 143, tls: 'starttls' }, smtp, ...flag },
  ],
  [
    'the flag when it is set',
    'imap',
    { allowNonSecureCertificate: true },
    { kind: 'imap', imap, smtp, allowNonSecureCertificate: true },
  ],
  [
    'the Exchange URL alone, without what stands in the fields of the other kind',
    'exchange',
    {},
    { kind: 'exchange', exchange: { url: values['exchange.url'] } },
  ],
])('submits %s', (_, kind, changes, expected) => {
  expect(toServers(kind, { ...values, ...changes })).toEqual(expected);
});

const refused = (kind: SettingsKind, changes: Partial<FormValues>): string[] => {
  const { error } = mailSettingsInputSchema.safeParse(toInput(kind, { ...values, ...changes }));
  return error?.issues.map(({ path }) => path.join('.')) ?? [];
};

test.each<[string, SettingsKind, Partial<FormValues>, string[]]>([
  ['whole IMAP settings', 'imap', {}, []],
  ['whole Exchange settings', 'exchange', {}, []],
  ['values between spaces', 'imap', { domain: ' example.com ', 'imap.host': ' imap.example.com ' }, []],
  ['a URL between spaces', 'exchange', { 'exchange.url': ` ${values['exchange.url']} ` }, []],
  ['an empty form', 'imap', emptyValues, ['domain', 'imap.host', 'smtp.host']],
  ['a missing port', 'imap', { 'smtp.port': '' }, ['smtp.port']],
  ['a port that does not exist', 'imap', { 'smtp.port': '99999' }, ['smtp.port']],
  ['an empty URL', 'exchange', { 'exchange.url': '' }, ['exchange.url']],
])('the schema refuses the right fields of %s', (_, kind, changes, paths) => {
  expect(refused(kind, changes)).toEqual(paths);
});

test('what is stored is shown and submitted unchanged', () => {
  const starttls = { ...imap, port: 143, tls: 'starttls' } as const;
  const stored = { kind: 'imap' as const, imap: starttls, smtp, allowNonSecureCertificate: true };
  expect(toServers('imap', { ...emptyValues, ...fromServers(stored) })).toEqual(stored);
  const exchange = { kind: 'exchange' as const, exchange: { url: values['exchange.url'] } };
  expect(toServers('exchange', { ...emptyValues, ...fromServers(exchange) })).toEqual(exchange);
});

test('a stored domain is shown as people write it, and no other field keeps an earlier value', () => {
  const settings = {
    domain: 'xn--bcher-kva.example',
    displayDomain: 'bücher.example',
    kind: 'exchange',
    exchange: { url: values['exchange.url'] },
  } as MailSettings;
  expect(fromSettings(settings)).toEqual({
    ...emptyValues,
    domain: 'bücher.example',
    'exchange.url': values['exchange.url'],
  });
});
