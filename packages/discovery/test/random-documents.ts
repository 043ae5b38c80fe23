import assert from 'node:assert/strict';
import { parseServerHost } from '@postern/core/server-host';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import fc from 'fast-check';
import { usableServers } from '../src/candidates/usable-servers.js';
import { mxDomains } from '../src/dns/mx-domains.js';
import { readSrv } from '../src/dns/srv-sections.js';
import { parseAutoconfig } from '../src/documents/autoconfig-document.js';
import { parseAutodiscover } from '../src/documents/autodiscover-answer.js';
import { matchDigest } from '../src/documents/pacc-digest.js';
import { parsePacc } from '../src/documents/pacc-document.js';
import type { Parsed } from '../src/documents/parsed.js';
import { writeAutoconfig, type WrittenServer } from './write-autoconfig.js';

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

/** Random documents of each kind; each must have a closed result. */
export const randomDocuments: Readonly<Record<string, fc.IPropertyWithHooks<unknown>>> = {
  'Mail Autoconfig': fc.property(xml, (text) => assertClosed(() => parseAutoconfig(text))),
  PACC: fc.property(json, (text) => assertClosed(() => parsePacc(text))),
  'Autodiscover V2': fc.property(json, (text) => assertClosed(() => parseAutodiscover(text))),
  SRV: fc.property(records, records, (some, others) =>
    assertClosed(() => readSrv({ _imaps: some, _imap: others, _submissions: [], _submission: some })),
  ),
  'TXT and MX': fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(word), (texts, names) => {
    const tagged = texts.map((text) => `v=UAAC1; ${text}`);
    const outcome = matchDigest(Buffer.from('x'), [...texts, ...tagged]);
    assert.ok(['digest-missing', 'digest-mismatch'].includes(outcome), outcome);
    for (const domain of mxDomains(names.map((exchange, preference) => ({ exchange, preference }))))
      assert.ok(parseServerHost(domain).ok, domain);
  }),
};

/** Parses, chooses servers, and asserts a closed outcome in 100 ms of processor time. One slow run may be a pause of this process. */
export function assertClosed(parse: () => Parsed): void {
  const times: number[] = [];
  while (times.length === 0 || (times.at(-1)! > mostCpuMs && times.length < 3)) {
    const started = process.cpuUsage();
    const parsed = parse();
    if (parsed.state === 'found') {
      for (const { host, port, tls } of usableServers(parsed.sections, person, policy).imap) {
        assert.deepEqual(parseServerHost(host), { ok: true, host });
        assert.ok(port >= 1 && port <= 65_535 && (tls === 'implicit' || tls === 'starttls'));
      }
    } else {
      assert.ok(['absent', 'invalid'].includes(parsed.state), parsed.state);
      assert.match(parsed.code, /^[a-z][a-z-]+$/);
    }
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
  }
  const cpuMs = Math.min(...times);
  assert.ok(cpuMs < mostCpuMs, `parsing took ${cpuMs} ms of processor time`);
}
