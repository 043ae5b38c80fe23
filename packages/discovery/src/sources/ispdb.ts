import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAutoconfig } from '../documents/autoconfig-document.js';
import { absent, maxDocumentBytes } from '../documents/parsed.js';
import type { FetchOptions } from '../http/fetch-document.js';
import { askDocument } from './ask-document.js';
import { trusted, unanswered, type Asked } from './asked.js';

/** A database of providers' settings, in the form of Mail Autoconfig documents. */
export type Ispdb = {
  /** Where a domain is looked up, for people: a URL or a folder. */
  place(domain: string): string;
  ask(domain: string, options: FetchOptions): Promise<Asked>;
};

/** Returns the database at a base URL; only the domain is sent to it. */
function remoteIspdb(base: string): Ispdb {
  const place = (domain: string) => `${base}${domain}`;
  return {
    place,
    ask: (domain, options) => askDocument(place(domain), options, parseAutoconfig, 'third-party'),
  };
}

/** Returns the database in a folder of XML files. A file counts for each domain that it names. */
function localIspdb(folder: string): Ispdb {
  let index: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    place: () => folder,
    async ask(domain) {
      try {
        index ??= readIndex(folder);
        const text = (await index).get(domain);
        const answer =
          text === undefined
            ? absent('no-document', 'The folder has no document for the domain.')
            : parseAutoconfig(text);
        return trusted(answer, 'third-party');
      } catch {
        index = undefined;
        return unanswered('unreachable', 'folder-unreadable', 'The folder of POSTERN_ISPDB cannot be read.');
      }
    },
  };
}

async function readIndex(folder: string): Promise<ReadonlyMap<string, string>> {
  const index = new Map<string, string>();
  for (const name of (await readdir(folder)).toSorted()) {
    const file = join(folder, name);
    if (!name.endsWith('.xml') || (await stat(file)).size > maxDocumentBytes) continue;
    const text = await readFile(file, 'utf8');
    const document = parseAutoconfig(text);
    if (document.state === 'found') for (const domain of document.domains) index.set(domain, text);
  }
  return index;
}

/** Returns the database of POSTERN_ISPDB: a URL, a folder, or null for `off`. A folder is read once. */
export function createIspdb(setting: string): Ispdb | null {
  if (setting === 'off') return null;
  return /^https:/i.test(setting) ? remoteIspdb(setting) : localIspdb(setting);
}
