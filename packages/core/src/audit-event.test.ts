import { expect, test } from '@jest/globals';
import { displayOfSubject } from './audit-event.js';

const id = '01a21bf0-5cd8-7035-85c4-2b9c8b51e473';

test.each([
  ['a domain in the letters of its language', { subject: 'xn--bcher-kva.example' }, 'bücher.example'],
  ['a domain as it is', { subject: 'example.com', after: { name: 'Example' } }, undefined],
  ['the name of a token that was created', { subject: id, after: { name: 'CRM sync' } }, 'CRM sync'],
  [
    'the name of a token that was revoked',
    { subject: id, before: { name: 'CRM sync' }, after: null },
    'CRM sync',
  ],
  [
    'the new URL of a webhook',
    { subject: id, before: { url: 'https://a/' }, after: { url: 'https://b/' } },
    'https://b/',
  ],
  [
    'the domains of a link for IT',
    { subject: id, after: { domains: ['xn--bcher-kva.example', 'b.example', 'c.example', 'd.example'] } },
    'bücher.example, b.example, c.example, …',
  ],
  ['an id of which no name was recorded', { subject: id, after: { domains: null } }, undefined],
])('shows %s', (_, change, shown) => {
  expect(displayOfSubject(change)).toEqual(shown === undefined ? {} : { displaySubject: shown });
});
