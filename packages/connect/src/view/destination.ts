import type { Candidate, ProviderFacts } from '../connect-api.js';
import type { Chosen } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Words } from '../text/en.js';
import type { Language } from '../text/words.js';
import { emptyValues, hostsOf, valuesOf, type Values } from '../values.js';
import { foreign, make } from './make.js';

/** Whose servers get the password, and what their providers ask of it. */
export type Destination = {
  /** Empty where an admin chose the servers, and until a server is named. */
  readonly domains: readonly string[];
  readonly providers: readonly ProviderFacts[];
};

/** The destination of what the fields name. Without the tables of the console it is known of found servers only. */
export function destinationOf(chosen: Chosen, values: Values, hosting: Hosting | null): Destination {
  const hosts = hostsOf(chosen.kind, values);
  const { candidate } = chosen;
  const isFound = candidate !== null && hosts.join() === hostsOfCandidate(candidate).join();
  const providers = hosting?.providersOf(hosts) ?? (isFound ? candidate.providers : []);
  if (chosen.source === 'account') return { domains: [], providers };
  if (isFound) return { domains: candidate.registrableDomains, providers };
  return { domains: [...new Set(hosts.map((host) => hosting?.domainOf(host) ?? host))], providers };
}

function hostsOfCandidate(candidate: Candidate): string[] {
  return hostsOf(candidate.kind, { ...emptyValues, ...valuesOf(candidate, '') });
}

export function destinationNotices({ domains, providers }: Destination, language: Language): HTMLElement[] {
  return [
    ...(domains.length === 0 ? [] : [sentTo(domains, language.words)]),
    ...providerNotices(providers, language),
  ];
}

/** Domains are shown in full, however long they are. */
function sentTo(domains: readonly string[], words: Words): HTMLElement {
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': 'wait', role: 'status' } },
    make('div', {}, `${words.sentTo} `, make('strong', {}, foreign(domains.join(', ')))),
    make('p', { class: 'soft' }, words.sentToHelp),
  );
}

/** What providers ask of a login, e.g. an app password, with the page where that is done and the page that says so. */
export function providerNotices(
  providers: readonly ProviderFacts[],
  { code, words }: Language,
): HTMLElement[] {
  const days = new Intl.DateTimeFormat(code, { dateStyle: 'long', timeZone: 'UTC' });
  const dayOf = (day: string) => (Number.isNaN(Date.parse(day)) ? day : days.format(new Date(day)));
  return providers.map(({ provider, demands, source, checkedAt }) =>
    make(
      'div',
      { class: 'notice', part: 'notice', attributes: { 'data-tone': 'warn' } },
      make('strong', {}, foreign(words.provider(provider))),
      ...demands.map(({ text, url, from }) =>
        make(
          'p',
          {},
          foreign(text),
          from && ` ${words.from(dayOf(from))}`,
          ' ',
          publicPage(url, (host) => words.open(host)),
        ),
      ),
      make(
        'p',
        { class: 'soft' },
        `${checkedAt === null ? words.accordingTo : words.checked(dayOf(checkedAt))} `,
        publicPage(source, (host) => host),
      ),
    ),
  );
}

/** A link to a page of somebody else; null for an address that is not https, such as `javascript:`. */
function publicPage(url: string | null, textFor: (host: string) => string): HTMLElement | null {
  if (url === null || !URL.canParse(url) || !url.startsWith('https://')) return null;
  const attributes = { href: url, target: '_blank', rel: 'noopener noreferrer' };
  return make('a', { attributes }, foreign(textFor(new URL(url).host)));
}
