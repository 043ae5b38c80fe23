import { parseAutodiscover } from '../documents/autodiscover-answer.js';
import type { FetchOptions } from '../http/fetch-document.js';
import type { Person } from '@postern/core/discovery';
import { askDocument } from './ask-document.js';
import type { Asked } from './asked.js';

/** Returns the URL of Autodiscover V2 for Exchange Web Services. Without an address an invented one is sent. */
export function autodiscoverUrl({ domain, email }: Person): string {
  const address = encodeURIComponent(email ?? `postern@${domain}`);
  return `https://autodiscover.${domain}/autodiscover/autodiscover.json?Email=${address}&Protocol=Ews`;
}

/** Asks Autodiscover V2 anonymously. Its answer is verified only if a host of the domain itself served it. */
export function askAutodiscover(person: Person, options: FetchOptions): Promise<Asked> {
  return askDocument(autodiscoverUrl(person), options, parseAutodiscover, (host) =>
    host === person.domain || host.endsWith(`.${person.domain}`) ? 'verified' : 'dns',
  );
}
