import type { Person } from '@postern/core/discovery';
import type { Trust } from '@postern/core/provenance';
import { autoconfigUrls } from './autoconfig-urls.js';
import type { DnsClient } from '@postern/mail-probe/dns/dns-client';
import { mxDomains } from '../dns/mx-domains.js';
import { parseAutoconfig } from '../documents/autoconfig-document.js';
import { absent } from '../documents/parsed.js';
import type { FetchOptions } from '../http/fetch-document.js';
import type { Question } from '../questions.js';
import { askDocument } from './ask-document.js';
import { unanswered, type Asked } from './asked.js';
import type { Ispdb } from './ispdb.js';

type Options = { readonly dns: DnsClient; readonly ispdb: Ispdb | null };

const priority = 4;

/**
 * Returns the question for the MX records, and a function that returns, after its answer, the questions about the
 * provider that the best MX names: its Mail Autoconfig document, then the ISPDB.
 */
export function askMx({ domain }: Person, { dns, ispdb }: Options, fetching: FetchOptions) {
  let trust: Trust = 'dns';
  let providers: string[] = [];
  async function ask(): Promise<Asked> {
    try {
      const { records, isAuthentic } = await dns.mx(domain);
      trust = isAuthentic ? 'verified' : 'dns';
      // The domain itself is asked anyway.
      const named = mxDomains(records);
      providers = named.filter((provider) => provider !== domain);
      if (named.length > 0) return { state: 'found', sections: [], oauthIssuers: [], findings: [], trust };
      const isNull = records.some(({ exchange }) => exchange === '');
      return isNull
        ? absent('null-mx', 'The domain declares that it receives no mail.')
        : absent('no-records', 'The domain has no MX records that name a provider.');
    } catch {
      return unanswered('unreachable', 'dns-temporary', 'The MX records could not be looked up.');
    }
  }
  function nextQuestions(): Question[] {
    const documents = providers.flatMap((provider) =>
      autoconfigUrls(provider).map((url) => ({
        source: 'mx-autoconfig' as const,
        url,
        ask: () => askDocument(url, fetching, parseAutoconfig, trust),
      })),
    );
    // An authentic MX record makes nobody else's database the provider's own word.
    const databaseTrust: Trust = trust === 'verified' ? 'third-party' : trust;
    const databases =
      ispdb === null
        ? []
        : providers.map((provider) => ({
            source: 'mx-ispdb' as const,
            url: ispdb.place(provider),
            ask: async () => withTrust(await ispdb.ask(provider, fetching), databaseTrust),
          }));
    return [...documents, ...databases].map((question, index) => ({
      ...question,
      priority,
      order: index + 1,
    }));
  }
  return {
    question: { source: 'mx', priority, order: 0, query: `MX ${domain}`, ask } satisfies Question,
    nextQuestions,
  };
}

function withTrust(asked: Asked, trust: Trust): Asked {
  return asked.state === 'found' ? { ...asked, trust } : asked;
}
