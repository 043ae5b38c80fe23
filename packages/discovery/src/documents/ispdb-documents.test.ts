import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { usableServers } from '../candidates/usable-servers.js';
import { parseAutoconfig, type AutoconfigDocument } from './autoconfig-document.js';
import type { NotFound } from './parsed.js';

const publicOnly = createEgressPolicy({ allow: [], ports: [], closed: [] });

/** Documents of the public database, and what a parser in another language reads in most of them. */
const folder = fileURLToPath(new URL('../../test/ispdb/', import.meta.url));

type ExpectedServer = {
  readonly host: string;
  readonly port: number;
  readonly tls: string;
  readonly username: string | null;
  readonly authentication: readonly string[];
};
type Expected = {
  readonly id: string;
  readonly domains: readonly string[];
  readonly imap: readonly ExpectedServer[];
  readonly smtp: readonly ExpectedServer[];
  readonly otherIncoming: readonly string[];
  readonly oauthIssuers: readonly string[];
};

describe('documents of the public ISPDB', () => {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const { files } = JSON.parse(read('expected.json')) as { files: Record<string, Expected> };

  test('each document is read as another parser reads it, in every field', () => {
    const ours = Object.keys(files).map((file) => [file, describeDocument(parseAutoconfig(read(file)))]);
    expect(Object.keys(files).length).toBeGreaterThan(100);
    expect(Object.fromEntries(ours)).toEqual(files);
  });

  test('every document of the database is read, and 163 documents are there', () => {
    const documents = readdirSync(folder).filter((file) => file.endsWith('.xml'));
    const unread = documents.filter((file) => parseAutoconfig(read(file)).state !== 'found');
    expect(unread).toEqual([]);
    expect(documents).toHaveLength(163);
  });

  test('for a person of the first domain, every server is proposed or skipped with a finding', () => {
    const documents = readdirSync(folder).filter((file) => file.endsWith('.xml'));
    const counts = { imap: 0, smtp: 0, exchange: 0, skipped: 0 };
    for (const file of documents) {
      const { sections, domains } = parseAutoconfig(read(file)) as AutoconfigDocument;
      const person = { domain: domains[0]!, email: `jane.doe@${domains[0]!}` };
      const { imap, smtp, exchange, findings } = usableServers(sections, person, publicOnly);
      const skipped = findings.filter(({ code }) => code !== 'type-not-used');
      const known = sections.filter(({ type }) => ['imap', 'smtp', 'exchange', 'ews'].includes(type));
      expect(imap.length + smtp.length + exchange.length + skipped.length).toBe(known.length);
      counts.imap += imap.length;
      counts.smtp += smtp.length;
      counts.exchange += exchange.length;
      counts.skipped += skipped.length;
    }
    // 36 mail servers are without encryption, and one user name is `%EMAILADDRESS` without its final percent sign.
    expect(counts).toEqual({ imap: 140, smtp: 168, exchange: 1, skipped: 37 });
  });
});

function describeDocument(parsed: AutoconfigDocument | NotFound): Expected | NotFound {
  if (parsed.state !== 'found') return parsed;
  const { id, domains, sections, oauthIssuers } = parsed;
  const serversOf = (wanted: string) =>
    sections
      .filter(({ type }) => type === wanted)
      .map(({ host, port, tls, username, authentication }) => ({
        host: host ?? '',
        port: port ?? 0,
        tls: tls ?? '',
        username,
        authentication,
      }));
  const others = sections.map(({ type }) => type).filter((type) => type !== 'imap' && type !== 'smtp');
  return {
    id,
    domains,
    imap: serversOf('imap'),
    smtp: serversOf('smtp'),
    otherIncoming: [...new Set(others)].toSorted(),
    oauthIssuers,
  };
}
