import { describe, expect, test } from '@jest/globals';
import type { Catalogue } from './catalogue';
import { de } from './de/catalogue';
import { en } from './en/catalogue';
import { fr } from './fr/catalogue';

/** The texts and functions of a catalogue by their path. */
function leavesOf(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'formats' && path === '' ? [] : leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const english: Catalogue = en;
const leaves = leavesOf(english);

/** Names, words of protocols and units, and words that both languages spell alike. */
const sameEverywhere =
  /^(?:Postern|IMAP|SMTP|Exchange|STARTTLS|CSV|JSON|NDJSON|URL|SHA-256|Outlook|Thunderbird|Apple Mail|Exchange Management Shell|Get-WebServicesVirtualDirectory .*|https?:\/\/\S+|[\w.]+\.example\.com|54\.174\.62\.196|198\.51\.100\.0\/27[^]*|993|[a-z]+(?:[A-Z][a-z]+)+(?:, [a-zA-Z]+)?|domain|kind|domain,kind,[^]*|Ctrl K|⌘ K|Esc|[/njk?]|)$/;
const sameInGerman =
  /^(?:Name|Status|Version|Build|Token|Server|Domain|Domains|Port|Format|Text|Test|Import|Installation|Webhooks|Revision)$/;

const sameInFrench =
  /^(?:Version|Build|Port|Format|Webhooks|Menu|Notifications|Installation|Action|Actions|Type|Description|Suggestion|Page|.*·.*)$/;

describe.each([
  ['de', de, sameInGerman],
  ['fr', fr, sameInFrench],
] as const)('the catalogue %s', (language, catalogue, alike) => {
  const translated = new Map(leavesOf(catalogue));

  test('has every key of the English one and no other', () => {
    expect([...translated.keys()].sort()).toEqual(leaves.map(([path]) => path).sort());
  });

  test('translates every text that is no name', () => {
    const untranslated = leaves.filter(
      ([path, text]) =>
        typeof text === 'string' &&
        translated.get(path) === text &&
        !sameEverywhere.test(text) &&
        !alike.test(text),
    );
    expect(untranslated).toEqual([]);
  });

  test('has a form for one and for many, with the number in the form of the language', () => {
    const { bulk, audit, tryAgainIn } = catalogue;
    for (const say of [bulk.domains, bulk.would.delete, audit.changes, tryAgainIn]) {
      const said = [0, 1, 2, 5].map(say);
      expect(new Set(said).size).toBe(4);
      expect(said.map((each) => /\d/.exec(each)?.[0])).toEqual(['0', '1', '2', '5']);
    }
    expect(bulk.domains(10_000)).toContain(new Intl.NumberFormat(language).format(10_000));
  });
});

// cspell:ignore abgelaufen noch weniger Tage expiré moins jours
test('on its last day a certificate has less than a day left, not 0 days', () => {
  const left = [en, de, fr].map(({ daysLeft }) => [-1, 0, 1, 2].map(daysLeft));
  expect(left).toEqual([
    ['expired', 'less than a day left', '1 day left', '2 days left'],
    ['abgelaufen', 'noch weniger als ein Tag', 'noch 1 Tag', 'noch 2 Tage'],
    ['expiré', 'moins d’un jour', 'encore 1 jour', 'encore 2 jours'],
  ]);
});

test('English and German name one and several domains', () => {
  expect([0, 1, 2].map(en.bulk.domains)).toEqual(['0 domains', '1 domain', '2 domains']);
  expect([0, 1, 2].map(de.bulk.domains)).toEqual(['0 Domains', '1 Domain', '2 Domains']);
});

test.each([
  ['en', en],
  ['de', de],
  ['fr', fr],
] as const)('relative times in %s are those of the browser', (language, { formats }) => {
  const browser = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const amounts = Array.from({ length: 60 }, (_, index) => index + 1).flatMap((each) => [-each, each]);
  expect(formats.relative(0, 'second')).toBe(browser.format(0, 'second'));
  for (const unit of ['second', 'minute', 'hour', 'day', 'month', 'year'] as const)
    for (const amount of amounts) expect(formats.relative(amount, unit)).toBe(browser.format(amount, unit));
});
