import { expect, test } from '@jest/globals';
import { parseServerHost } from '@postern/core/server-host';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import fc from 'fast-check';
import { writeAutoconfig } from '../test/write-autoconfig.js';
import { rankCandidates } from './candidates/rank-candidates.js';
import { usableServers } from './candidates/usable-servers.js';
import { readSrv } from './dns/srv-sections.js';
import { parseAutoconfig } from './documents/autoconfig-document.js';
import { parseAutodiscover } from './documents/autodiscover-answer.js';
import { parsePacc } from './documents/pacc-document.js';
import type { Parsed } from './documents/parsed.js';

const policy = createEgressPolicy({ allow: [], ports: [], closed: [] });
const person = { domain: 'example.com', email: 'jane@example.com' };
const host = fc.domain().filter((name) => parseServerHost(name).ok && policy.checkHost(name) !== null);
const server = fc.record({
  host,
  port: fc.integer({ min: 1, max: 65_535 }),
  tls: fc.constantFrom('implicit' as const, 'starttls' as const),
});
const socketTypes = { implicit: 'SSL', starttls: 'STARTTLS' } as const;

/** Returns the settings that would be proposed after this answer of a source. */
function discoverFrom(parsed: Parsed) {
  if (parsed.state !== 'found') return parsed;
  const servers = usableServers(parsed.sections, person, policy);
  return rankCandidates([{ source: 'autoconfig', trust: 'verified', servers, findings: parsed.findings }])[0];
}

test('R16 any IMAP settings, written as a Mail Autoconfig document, are discovered as the same settings', () => {
  fc.assert(
    fc.property(server, server, fc.boolean(), (imap, smtp, isSmtpFirst) => {
      const written = [
        { type: 'imap', ...imap },
        { type: 'smtp', ...smtp },
      ].map(({ type, host: hostname, port, tls }) => ({
        type,
        hostname,
        port: String(port),
        socketType: socketTypes[tls],
      }));
      const text = writeAutoconfig(isSmtpFirst ? written.toReversed() : written);
      expect(discoverFrom(parseAutoconfig(text))).toMatchObject({ kind: 'imap', imap, smtp });
    }),
  );
});

test('R16 any IMAP settings, published as SRV records, are discovered as the same settings', () => {
  fc.assert(
    fc.property(server, server, (imap, smtp) => {
      const record = (one: typeof imap) => [{ priority: 0, weight: 0, port: one.port, target: one.host }];
      const isMislabelled = smtp.tls === 'starttls' && smtp.port === 465;
      const parsed = readSrv({
        _imaps: imap.tls === 'implicit' ? record(imap) : [],
        _imap: imap.tls === 'starttls' ? record(imap) : [],
        _submissions: smtp.tls === 'implicit' ? record(smtp) : [],
        _submission: smtp.tls === 'starttls' ? record(smtp) : [],
      });
      expect(discoverFrom(parsed)).toMatchObject({
        imap,
        smtp: isMislabelled ? { ...smtp, tls: 'implicit' } : smtp,
      });
    }),
  );
});

test('R16 any settings on the ports of PACC, written as its document, are discovered as the same settings', () => {
  fc.assert(
    fc.property(host, host, (imap, submit) => {
      const text = JSON.stringify({ protocols: { imap: { host: imap }, submit: { host: submit } } });
      expect(discoverFrom(parsePacc(text))).toMatchObject({
        imap: { host: imap, port: 993, tls: 'implicit' },
        smtp: { host: submit, port: 465, tls: 'implicit' },
      });
    }),
  );
});

test('R16 any Exchange URL is discovered as the same settings, from Autodiscover and from a document', () => {
  fc.assert(
    fc.property(
      host,
      fc.webPath().filter((path) => path.length > 1),
      (name, path) => {
        const { href: url } = new URL(`https://${name}${path}`);
        const expected = { kind: 'exchange', exchange: { url } };
        expect(discoverFrom(parseAutodiscover(JSON.stringify({ Protocol: 'Ews', Url: url })))).toMatchObject(
          expected,
        );
        const more = `<ewsURL>${url.replaceAll('&', '&amp;')}</ewsURL>`;
        expect(discoverFrom(parseAutoconfig(writeAutoconfig([{ type: 'exchange', more }])))).toMatchObject(
          expected,
        );
      },
    ),
  );
});
