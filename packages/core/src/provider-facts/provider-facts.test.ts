import { describe, expect, test } from '@jest/globals';
import { parseDomainName } from '../domain-name.js';
import { findProviderFacts, staleProviderFacts } from './find-provider-facts.js';
import { knownProviders } from './known-providers.js';

describe('the table of providers', () => {
  test('all providers of the requirement are in it, each once', () => {
    expect(knownProviders.map(({ id }) => id)).toEqual([
      'google',
      'microsoft-365',
      'outlook-com',
      'yahoo',
      'aol',
      'icloud',
      'fastmail',
      'gmx',
      'web-de',
      't-online',
      'zoho',
      'yandex',
      'mail-ru',
      'qq',
      'netease',
      'proton',
    ]);
  });

  test.each(knownProviders)(
    '$provider: every domain, date and URL is well-formed, and something is demanded',
    (facts) => {
      for (const domain of facts.domains) expect(parseDomainName(domain)).toMatchObject({ domain });
      for (const date of [facts.checkedAt, ...facts.demands.map(({ from }) => from)].filter(
        (one) => one !== null,
      ))
        expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
      for (const url of [facts.source, ...facts.demands.map((demand) => demand.url)].filter(
        (one) => one !== null,
      ))
        expect(URL.parse(url)?.protocol).toBe('https:');
      expect(facts.demands.length).toBeGreaterThan(0);
      expect(facts.demands.every(({ text }) => /^(?:[A-Z]|iCloud).*\.$/.test(text))).toBe(true);
    },
  );

  test('no domain belongs to two providers', () => {
    const domains = knownProviders.flatMap((facts) => facts.domains);
    expect(new Set(domains).size).toBe(domains.length);
  });
});

describe('facts about the servers of a domain', () => {
  test.each([
    [['imap.gmail.com', 'smtp.gmail.com'], ['google']],
    [['aspmx.l.google.com'], ['google']],
    // the longer domain decides: Exchange Online and Outlook.com share outlook.com
    [['example-com.mail.protection.outlook.com'], ['microsoft-365']],
    [['outlook-com.olc.protection.outlook.com'], ['outlook-com']],
    [['outlook.office365.com'], ['microsoft-365']],
    [
      ['jane.fastmail.com', 'imap.mail.me.com'],
      ['fastmail', 'icloud'],
    ],
    [['notgmail.com', 'gmail.com.example.org', 'imap.example.com'], []],
  ])('%j', (names, providers) => {
    expect(findProviderFacts(names).map(({ id }) => id)).toEqual(providers);
  });
});

test('rows whose check is older than the given days are stale, and those never checked; the oldest come first', () => {
  const now = new Date('2026-11-27T12:00:00Z');
  const neverChecked = ['google', 'microsoft-365', 'outlook-com', 'yahoo', 'icloud', 'qq'];
  expect(staleProviderFacts(180, now).map(({ id }) => id)).toEqual([
    ...neverChecked,
    'web-de',
    't-online',
    'mail-ru',
    'netease',
    'proton',
  ]);
  expect(staleProviderFacts(36_500, now).map(({ id }) => id)).toEqual(neverChecked);
  expect(staleProviderFacts(0, now)).toHaveLength(knownProviders.length);
});
