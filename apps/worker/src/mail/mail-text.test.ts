import { expect, test } from '@jest/globals';
import type { MailGroup } from '@postern/database/notification-settings';
import { describeChange } from './mail-text.js';
import { renderMail } from './render-mail.js';

test.each([
  [{ added: 2, removed: 1, stateChanges: 0 }, 'Revision 3 of the allowlist: 2 added, 1 removed'],
  // The day on which an announced address becomes active.
  [{ added: 0, removed: 0, stateChanges: 1 }, 'Revision 3 of the allowlist: 1 with a new state'],
])('a revision with the changes %j is headed “%s”', (counts, headline) => {
  const payload = { revision: 3, ...counts };
  const group = {
    type: 'allowlist.revised',
    at: '2026-11-27T00:00:00Z',
    times: 1,
    domains: [],
    domainCount: 0,
    payload,
  } as const;
  expect(describeChange(group).headline).toBe(headline);
});

const server = 'imap.example.com:993';
const list = '/settings/objects/activities';
const group = (type: MailGroup['type'], payload: object, ...domains: string[]): MailGroup => ({
  type,
  at: '2026-11-27T00:00:00Z',
  times: 1,
  payload: { ...payload },
  domains,
  domainCount: domains.length,
});
const rendered = (groups: readonly MailGroup[], leftOut = 0) =>
  renderMail(
    {
      purpose: 'events',
      groups,
      leftOut,
      account: 'Example',
      recipientId: '019ac3f0-0000-7000-8000-000000000000',
      email: 'jane@example.com',
      at: '2026-11-27T00:00:00Z',
    },
    { console: 'https://postern.example.com', confirm: '', unsubscribe: 'https://postern.example.com/leave' },
  );

test.each([
  [0, 'in less than a day'],
  [1, 'in one day'],
  [7, 'in 7 days'],
])('a certificate with %i days left ends %s', (daysLeft, when) => {
  const expiring = group('certificate.expiring', { host: 'imap.example.com', port: 993, daysLeft });
  expect(describeChange(expiring).headline).toBe(`The certificate of imap.example.com:993 ends ${when}`);
});

const both = ['a.example.com', 'b.example.com'];

test.each([
  [
    'domain.failed',
    { server },
    ['a.example.com'],
    `${list}?search=a.example.com&panel=edit&domain=a.example.com`,
  ],
  ['domain.failed', { server }, both, `${list}?search=imap.example.com%3A993&state=failed`],
  ['domain.recovered', { server }, both, `${list}?search=imap.example.com%3A993`],
  // A measurement without a server: all that fail.
  ['domain.failed', { server: null }, both, `${list}?state=failed`],
  [
    'certificate.expiring',
    { host: 'imap.example.com', port: 993 },
    [],
    `${list}?search=imap.example.com%3A993`,
  ],
  ['certificate.changed', { server }, both, `${list}?search=imap.example.com%3A993`],
  [
    'settings.changed',
    { change: 'updated' },
    ['a.example.com'],
    `${list}?search=a.example.com&panel=edit&domain=a.example.com`,
  ],
  ['settings.changed', { change: 'deleted' }, ['a.example.com'], '/audit'],
  ['settings.changed', { change: 'imported' }, [], '/audit'],
  ['settings.changed', { change: 'updated' }, both, '/audit'],
  ['attempt.seen', {}, ['a.example.com'], `${list}?search=a.example.com&panel=edit&domain=a.example.com`],
  ['attempt.seen', {}, both, `${list}?origin=attempt`],
  ['allowlist.revised', {}, [], '/allowlist'],
  ['webhook.switched-off', {}, [], '/notifications'],
] as const)('a mail about %s with %j of %j leads to %s', (type, payload, domains, page) => {
  const { text, html } = rendered([group(type, payload, ...domains)]);
  const url = `https://postern.example.com${page}`;
  expect(text.split('\n').filter((line) => line.endsWith(`: ${url}`))).toHaveLength(1);
  expect(html).toContain(`<a href="${url.replaceAll('&', '&amp;')}">`);
});

test.each([
  [1, 0, ['h1']],
  [2, 0, ['h1', 'h2', 'h2']],
  [1, 7, ['h1', 'h2', 'h2']],
])(
  'a mail about %i changes, without %i that it leaves out, has the headings %j',
  (count, leftOut, wanted) => {
    const groups = Array.from({ length: count }, () => group('attempt.seen', {}, 'example.com'));
    const { html, text, subject } = rendered(groups, leftOut);
    expect([...html.matchAll(/<(h\d)>/g)].map(([, level]) => level)).toEqual(wanted);
    expect(html.indexOf('<h1>')).toBeLessThan(html.indexOf('<p>'));
    if (leftOut > 0)
      for (const form of [text, html, subject]) expect(form).toContain(`${leftOut} more changes`);
  },
);
