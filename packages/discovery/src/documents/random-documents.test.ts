import { describe, expect, test } from '@jest/globals';
import { parseServerHost } from '@postern/core/server-host';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import fc from 'fast-check';
import { writeAutoconfig, type WrittenServer } from '../../test/write-autoconfig.js';
import { usableServers } from '../candidates/usable-servers.js';
import { mxDomains } from '../dns/mx-domains.js';
import { readSrv } from '../dns/srv-sections.js';
import { parseAutoconfig } from './autoconfig-document.js';
import { parseAutodiscover } from './autodiscover-answer.js';
import { matchDigest } from './pacc-digest.js';
import { parsePacc } from './pacc-document.js';
import type { Parsed } from './parsed.js';

/** How many random documents of each kind are parsed: few in CI; `POSTERN_DOCUMENTS=20000` parses 100,000 in all. */
const documents = Number(process.env.POSTERN_DOCUMENTS ?? 400);
const mostCpuMs = 100;
const policy = createEgressPolicy({ allow: [], ports: [], closed: [] });
const person = { domain: 'example.com', email: 'jane@example.com' };

const word = fc.oneof(
  fc.constantFrom(
    '',
    '%EMAILADDRESS%',
    '%EMAILDOMAIN%',
    '%',
    '0',
    '993',
    '99999999',
    'SSL',
    'STARTTLS',
    'plain',
  ),
  fc.constantFrom('imap.example.com', 'localhost', '127.1', '::1', 'https://a.example.com/EWS/Exchange.asmx'),
  fc.constantFrom('OAuth2', 'password-cleartext', 'canary'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const server: fc.Arbitrary<WrittenServer> = fc.record(
  {
    type: fc.constantFrom('imap', 'smtp', 'pop3', 'ews', 'exchange', ''),
    hostname: word,
    port: word,
    socketType: word,
    username: word,
    authentication: fc.array(word, { maxLength: 3 }),
    more: fc.constantFrom(
      '',
      '<url>https://a.example.com/x</url>',
      '<hostname>',
      '<!--',
      ']]>',
      '<![CDATA[x]]>',
      '&#0;',
    ),
  },
  { requiredKeys: ['type'] },
);
/** A well-formed document, a piece of one, two of them, or one with other text in the middle. */
const xml = fc
  .tuple(
    fc.array(server, { maxLength: 4 }),
    fc.string({ unit: 'binary' }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(3),
  )
  .map(([servers, noise, place, change]) => {
    const text = writeAutoconfig(servers);
    const at = Math.floor(text.length * place);
    return [text, text.slice(at), text + text, text.slice(0, at) + noise + text.slice(at)][change]!;
  });
const json = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.string({ unit: 'binary' }),
  fc
    .record({
      protocols: fc.oneof(
        fc.record({ imap: fc.record({ host: word }), submit: fc.record({ host: word }) }),
        fc.jsonValue(),
      ),
      authentication: fc.jsonValue(),
      Url: fc.oneof(word, fc.jsonValue()),
    })
    .map((value) => JSON.stringify(value)),
);
const record = fc.record({
  priority: fc.nat(65_535),
  weight: fc.nat(65_535),
  port: fc.nat(65_535),
  target: word,
});
const records = fc.array(record, { maxLength: 6 });

const kinds: Readonly<Record<string, fc.IPropertyWithHooks<unknown>>> = {
  'Mail Autoconfig': fc.property(xml, (text) => expectClosed(() => parseAutoconfig(text))),
  PACC: fc.property(json, (text) => expectClosed(() => parsePacc(text))),
  'Autodiscover V2': fc.property(json, (text) => expectClosed(() => parseAutodiscover(text))),
  SRV: fc.property(records, records, (some, others) =>
    expectClosed(() => readSrv({ _imaps: some, _imap: others, _submissions: [], _submission: some })),
  ),
  'TXT and MX': fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(word), (texts, names) => {
    const tagged = texts.map((text) => `v=UAAC1; ${text}`);
    expect(['digest-missing', 'digest-mismatch']).toContain(
      matchDigest(Buffer.from('x'), [...texts, ...tagged]),
    );
    for (const domain of mxDomains(names.map((exchange, preference) => ({ exchange, preference }))))
      expect(parseServerHost(domain).ok).toBe(true);
  }),
};

describe('random documents', () => {
  test.each(Object.keys(kinds))(
    `${documents} of %s have a closed result each, without an error, in 100 ms of processor time`,
    (kind) => {
      fc.assert(kinds[kind]!, { numRuns: documents });
    },
    600_000,
  );

  const big = 64 * 1024 - 200;
  test.each([
    ['nested elements', '<a>'.repeat(big / 3)],
    ['elements side by side', `<clientConfig>${'<a/>'.repeat(big / 4)}</clientConfig>`],
    ['references', `<a>${'&amp;'.repeat(big / 5)}</a>`],
    ['attributes', `<a ${Array.from({ length: 6_000 }, (_, index) => `a${index}=""`).join(' ')}/>`],
    ['one attribute', `<a b="${'&#x41;'.repeat(big / 6)}"/>`],
    ['spaces', `<a>${' '.repeat(big)}`],
    ['comments', `${'<!---->'.repeat(big / 7)}`],
    ['open comments', '<!--'.repeat(big / 4)],
    ['line breaks', `<a>${'\r\n'.repeat(big / 2)}</a>`],
    ['CDATA ends', `<a>${']]'.repeat(big / 2)}</a>`],
    [
      'servers',
      writeAutoconfig(
        Array.from({ length: 250 }, () => ({
          type: 'imap',
          hostname: 'a.example.com',
          port: '1',
          socketType: 'SSL',
        })),
      ).slice(0, big),
    ],
    [
      'percent signs',
      writeAutoconfig([{ type: 'imap', hostname: '%'.repeat(big / 2), port: '1', socketType: 'SSL' }]),
    ],
    [
      'placeholders',
      writeAutoconfig([
        { type: 'imap', hostname: '%EMAILDOMAIN%'.repeat(big / 15), port: '1', socketType: 'SSL' },
      ]),
    ],
  ])('a document of 64 KiB of %s takes less than 100 ms of processor time', (_, text) => {
    expectClosed(() => parseAutoconfig(text));
    expectClosed(() => parsePacc(text));
  });
});

/** Parses, chooses servers and checks the outcome and the time. One slow run may be a pause of this process. */
function expectClosed(parse: () => Parsed): void {
  const times: number[] = [];
  while (times.length === 0 || (times.at(-1)! > mostCpuMs && times.length < 3)) {
    const started = process.cpuUsage();
    const parsed = parse();
    if (parsed.state === 'found') {
      for (const { host, port, tls } of usableServers(parsed.sections, person, policy).imap) {
        expect(parseServerHost(host)).toEqual({ ok: true, host });
        expect(port >= 1 && port <= 65_535 && (tls === 'implicit' || tls === 'starttls')).toBe(true);
      }
    } else {
      expect(['absent', 'invalid']).toContain(parsed.state);
      expect(parsed.code).toMatch(/^[a-z][a-z-]+$/);
    }
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
  }
  expect(Math.min(...times)).toBeLessThan(mostCpuMs);
}
