import { describe, expect, test } from '@jest/globals';
import { maskToPrefix, formatPrefix, addressBits } from '@postern/core/prefix';
import { formatIpAddress } from '@postern/core/ip-address';
import { lastAddress } from '@postern/core/prefix-set';
import fc from 'fast-check';
import { buildRuleSet } from '../src/build-rule-set.js';
import { matchFlow } from '../src/match-flow.js';
import type { RuleSet } from '../src/rule-set.js';
import { safeText } from '../src/safe-text.js';
import { renderTarget, targets } from '../src/targets.js';
import { decider } from './parsed-rule.js';
import { documentOf, domainOf, hostileTexts, scenarios, twoDomains } from './scenarios.js';
import { renderReparsed, ruleReparsers, verifiedTargets, verifyRendering } from './verify-rendering.js';

const prefix = fc.oneof(
  fc
    .tuple(fc.bigInt(0x01000000n, 0xdfffffffn), fc.integer({ min: 16, max: 32 }))
    .map(([value, length]) => maskToPrefix({ family: 4, value }, length)),
  fc
    .tuple(fc.bigInt(0x20000000n << 96n, (0x30000000n << 96n) - 1n), fc.integer({ min: 32, max: 128 }))
    .map(([value, length]) => maskToPrefix({ family: 6, value }, length)),
);
const entry = fc
  .tuple(prefix, fc.constantFrom('imap', 'smtp'), fc.constantFrom(null, 'eu1'))
  .map(([p, protocol, dataCenter]) => ({ cidr: formatPrefix(p), protocol, dataCenter }));

/** First − 1, first, last and last + 1 of every prefix, where there is such an address. */
function boundaries({ sets }: RuleSet): string[] {
  return sets.flatMap(({ prefixes }) =>
    prefixes.flatMap((p) =>
      [p.value - 1n, p.value, lastAddress(p), lastAddress(p) + 1n]
        .filter((value) => value >= 0n && value < 1n << BigInt(addressBits(p.family)))
        .map((value) => formatIpAddress({ family: p.family, value })),
    ),
  );
}

const places = {
  private: { 'mail.example.com': ['198.51.100.10', '2001:db8:1::10'], 'mx.example.net': ['198.51.100.20'] },
  public: { 'mail.example.com': ['192.0.2.10', '2001:db8::10'], 'mx.example.net': ['192.0.2.20'] },
  pods: { 'mail.example.com': ['?mail.example.com'], 'mx.example.net': ['?mx.example.net'] },
};

describe('B4 every boundary address gets from the rendered rules the answer that match gives', () => {
  test.each(Object.entries(ruleReparsers))('B4 %s', (target, { side, reparse }) => {
    const check = (ruleSet: RuleSet) => {
      const decide = decider(reparse(renderReparsed(target, ruleSet)));
      for (const source of boundaries(ruleSet)) {
        for (const destination of Object.values(places[side]).flat()) {
          for (const port of [465, 587, 993, 25]) {
            const flow = { source, destination, port };
            if (side !== 'pods' && source.includes(':') !== destination.includes(':')) continue;
            const asked = { ...flow, destination: destination.replace('?', '') };
            const [said, wanted] = [decide(flow), matchFlow(ruleSet, asked).action];
            if (said !== wanted)
              throw new Error(`${target}: ${JSON.stringify(flow)} is ${said}, not ${wanted}`);
          }
        }
      }
    };
    check(scenarios['seed']!);
    check(scenarios['both-families']!);
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 12 }), (entries) => {
        const ruleSet = buildRuleSet(documentOf(entries), { ...twoDomains, dataCenters: ['eu1'] });
        fc.pre(ruleSet.findings.every(({ level }) => level !== 'error')); // Reserved prefixes get no file.
        check(ruleSet);
      }),
      { numRuns: 15 },
    );
  });
});

const hostile = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'"\'`$;#!%{}()\\/\n\r <>|&*?~ax'), maxLength: 20 }),
);

describe('hostile text opens nothing, in any target', () => {
  test.each(verifiedTargets)('%s: host, domain, vendor and note', (target) => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (host, domain, words) => {
        const document = documentOf(
          [
            { cidr: '203.0.113.0/24', protocol: 'imap' },
            { cidr: '203.0.113.0/25', protocol: 'smtp' },
          ],
          words,
        );
        const domains = [domainOf(host, 993, 465, domain), domainOf('mail.example.com', 993, 465, domain)];
        const ruleSet = buildRuleSet(document, { dataCenters: [], domains });
        expect(ruleSet.rules.filter(({ destination }) => destination === 'mail.example.com')).toHaveLength(2);
        // The re-parsers know every line that a target may write: one more, or a broken one, is an error there.
        expect(verifyRendering(target, renderReparsed(target, ruleSet), ruleSet)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(targets))('%s: parameters are refused or do no harm', (target) => {
    const ruleSet = scenarios['seed']!;
    const shape = targets[target]!.parameters as unknown as { shape: Record<string, unknown> };
    for (const name of Object.keys(shape.shape)) {
      for (const text of hostileTexts) {
        for (const value of [
          text,
          [text],
          { [text]: text },
          [{ protocol: text, cidr: text }],
          { 'mail.example.com': text },
        ]) {
          const parsed = targets[target]!.parameters.safeParse({ [name]: value });
          if (!parsed.success) continue;
          const { files } = renderTarget(target, ruleSet, { [name]: value });
          if (verifiedTargets.includes(target)) expect(verifyRendering(target, files, ruleSet)).toBeNull();
          else if (safeText(text, 500) !== text)
            for (const file of files) expect(file.text).not.toContain(text);
        }
      }
    }
  });

  test('the sheet keeps what people typed on one line and without markup that could hide text', () => {
    const { files } = renderTarget('handover', scenarios['seed']!, {
      note: 'x](javascript:alert(1))<script>\n# Heading',
    });
    expect(files[0]!.text).toContain('x?(javascript:alert(1))?script? ? Heading');
  });
});
