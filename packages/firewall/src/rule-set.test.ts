import { describe, expect, test } from '@jest/globals';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { destinationsSchema } from './account-settings.js';
import { buildRuleSet } from './build-rule-set.js';
import { diffRuleSets } from './diff-rule-sets.js';
import { makeExclusive } from './make-exclusive.js';
import { matchFlow, matchRequestSchema } from './match-flow.js';
import { documentOf, domainOf, scenarios, twoDomains } from '../test/scenarios.js';
import type { RuleSet } from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { renderTarget, targets } from './targets.js';

const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);
const noDomains = { dataCenters: [], domains: [] };

describe('the rule set', () => {
  test('R18 the lists are never one set, and each opens its own ports', () => {
    const { sets, rules } = scenarios['seed']!;
    expect(sets.map(({ key }) => key)).toEqual(['imap4', 'smtp4']);
    expect(rules.map(({ id, source }) => [id, source])).toEqual([
      ['smtp-465-mail.example.com-4', 'smtp4'],
      ['imap-993-mail.example.com-4', 'imap4'],
      ['smtp-587-mx.example.net-4', 'smtp4'],
      ['imap-993-mx.example.net-4', 'imap4'],
    ]);
  });

  test('R19 two data centres are two sets, each with the unattributed entries', () => {
    const document = documentOf([
      { cidr: '203.0.113.0/25', protocol: 'imap', dataCenter: 'eu1' },
      { cidr: '203.0.113.128/25', protocol: 'imap' },
    ]);
    const { sets } = buildRuleSet(document, { ...twoDomains, dataCenters: ['na1', 'eu1'] });
    expect(sets.map(({ key, prefixes }) => [key, prefixes.length, prefixes[0]!.length])).toEqual([
      ['imap4-eu1', 1, 24],
      ['imap4-na1', 1, 25],
    ]);
  });

  test('R22 Exchange gets the union of both lists on the port of its URL, and the output says so', () => {
    const account = {
      ...noDomains,
      domains: [
        {
          domain: 'example.com',
          kind: 'exchange' as const,
          exchange: { url: 'https://owa.example.com:8443/EWS/Exchange.asmx' },
        },
      ],
    };
    const ruleSet = buildRuleSet(sampleAllowlist, account);
    expect(ruleSet.rules.map(({ id }) => id)).toEqual(['exch-8443-owa.example.com-4']);
    expect(ruleSet.sets[0]!.prefixes).toHaveLength(6);
    expect(codes(ruleSet.findings)).toContain('exchange-union');
  });

  const webhooks = ['https://hooks.example.com/postern'];
  const withWebhooks = documentOf([
    { cidr: '203.0.113.0/25', protocol: 'imap' },
    { cidr: '203.0.113.128/25', protocol: 'webhook' },
  ]);

  test('R18 the receivers of webhooks are reached from the list of webhooks, which Exchange does not use', () => {
    const exchange = {
      kind: 'exchange' as const,
      exchange: { url: 'https://owa.example.com/EWS/Exchange.asmx' },
    };
    const ruleSet = buildRuleSet(withWebhooks, {
      dataCenters: [],
      domains: [{ domain: 'example.com', ...exchange }],
      webhooks,
    });
    expect(ruleSet.rules.map(({ id, source }) => [id, source])).toEqual([
      ['hook-443-hooks.example.com-4', 'hook4'],
      ['exch-443-owa.example.com-4', 'exch4'],
    ]);
    const flow = { destination: 'hooks.example.com', port: 443 };
    expect(matchFlow(ruleSet, { ...flow, source: '203.0.113.200' }).action).toBe('allow');
    expect(matchFlow(ruleSet, { ...flow, source: '203.0.113.1' }).reason).toContain(
      'not in the webhook list',
    );
  });

  test('without addresses for webhooks their receivers get no rule and a finding, and so does one at a provider', () => {
    const withoutList = documentOf([{ cidr: '203.0.113.0/25', protocol: 'imap' }]);
    const ruleSet = buildRuleSet(withoutList, { ...noDomains, webhooks });
    expect([ruleSet.rules, codes(ruleSet.findings)]).toEqual([
      [],
      expect.arrayContaining(['webhook-list-empty']),
    ]);
    const slack = ['https://hooks.slack.com/services/1'];
    const hosted = buildRuleSet(withWebhooks, { ...noDomains, webhooks: slack });
    expect([hosted.rules, codes(hosted.findings)]).toEqual([[], expect.arrayContaining(['hosted-provider'])]);
  });

  test('an empty list gives no rule and a finding', () => {
    const ruleSet = buildRuleSet(documentOf([{ cidr: '203.0.113.0/25', protocol: 'imap' }]), twoDomains);
    expect(ruleSet.rules.filter(({ service }) => service.startsWith('smtp'))).toEqual([]);
    expect(ruleSet.findings.map(({ code, text }) => [code, text])).toContainEqual([
      'set-empty',
      'The vendor lists no addresses for SMTP: no rule was made (an empty list never means any)',
    ]);
  });

  test('an attempt is never rendered', () => {
    const { rules } = buildRuleSet(sampleAllowlist, {
      ...noDomains,
      domains: [{ ...domainOf('mail.example.com'), origin: 'attempt' as const }],
    });
    expect(rules).toEqual([]);
  });

  test('servers of big providers get a finding instead of a rule', () => {
    const ruleSet = buildRuleSet(sampleAllowlist, {
      ...noDomains,
      domains: [domainOf('outlook.office365.com'), domainOf('imap.gmail.com')],
    });
    expect(ruleSet.rules).toEqual([]);
    expect(codes(ruleSet.findings).filter((code) => code === 'hosted-provider')).toHaveLength(2);
  });

  test('a server given by address is its own destination', () => {
    const { destinations } = buildRuleSet(sampleAllowlist, {
      ...noDomains,
      domains: [domainOf('192.0.2.7')],
    });
    expect(destinations).toEqual([
      { host: '192.0.2.7', isKnown: true, publicAddresses: ['192.0.2.7'], privateAddresses: ['192.0.2.7'] },
    ]);
  });

  test('addresses for a server that no settings name are pointed out', () => {
    const { findings } = buildRuleSet(sampleAllowlist, {
      ...twoDomains,
      domains: [domainOf('mail.example.com')],
    });
    expect(findings.find(({ code }) => code === 'destination-unused')?.text).toContain('mx.example.net');
  });

  test('every answer made from the sample says so', () => {
    expect(codes(scenarios['seed']!.findings)).toContain('sample-allowlist');
    expect(codes(scenarios['thousand']!.findings)).not.toContain('sample-allowlist');
  });

  test('addresses of servers are read strictly, and IPv4-mapped ones as IPv4', () => {
    expect(destinationsSchema.parse({ 'Mail.Example.COM.': ['::ffff:192.0.2.1'] })).toEqual({
      'mail.example.com': { publicAddresses: ['192.0.2.1'], privateAddresses: ['192.0.2.1'] },
    });
    for (const bad of [
      { 'mail.example.com': [] },
      { 'mail.example.com': ['010.0.0.1'] },
      { '"; reboot': ['192.0.2.1'] },
    ]) {
      expect(destinationsSchema.safeParse(bad).success).toBe(false);
    }
  });
});

describe('B6 match', () => {
  const verdict = (source: string, destination: string, port: number) =>
    matchFlow(scenarios['seed']!, { source, destination, port });

  test.each([
    ['54.174.62.195', 'mail.example.com', 465, 'allow'],
    ['54.174.62.195', 'mx.example.net', 587, 'allow'],
    ['54.174.62.195', 'mail.example.com', 993, 'none'],
    ['54.174.62.196', 'mail.example.com', 993, 'allow'],
    ['54.174.62.196', 'mail.example.com', 465, 'none'],
    ['143.244.82.11', 'mail.example.com', 993, 'allow'],
    ['143.244.82.11', 'mail.example.com', 465, 'none'],
    ['143.244.82.12', 'mail.example.com', 465, 'allow'],
    ['143.244.82.12', 'mail.example.com', 993, 'none'],
    ['143.244.87.127', 'mail.example.com', 993, 'allow'],
    ['143.244.87.128', 'mail.example.com', 993, 'none'],
    ['54.174.62.195', 'mail.example.com', 587, 'none'], // 587 is the other domain's port.
    ['54.174.62.195', '192.0.2.20', 587, 'allow'],
    ['::ffff:54.174.62.195', 'mx.example.net.', 587, 'allow'], // How a dual-stack socket shows IPv4.
    ['54.174.62.195', 'other.example.com', 465, 'none'],
    ['not an address', 'mail.example.com', 465, 'none'],
    ['2001:db8::1', 'mail.example.com', 465, 'none'],
  ])('B6 %s to %s port %d: %s', (source, destination, port, action) => {
    expect(verdict(source, destination, port).action).toBe(action);
  });

  test('B6 the answer names the rule and the reason', () => {
    expect(verdict('54.174.62.196', 'mail.example.com', 993)).toEqual({
      action: 'allow',
      rule: 'imap-993-mail.example.com-4',
      reason:
        '54.174.62.196 is in 54.174.62.196/30 of the IMAP list, which opens port 993 of mail.example.com',
    });
    expect(verdict('54.174.62.196', 'mail.example.com', 465).reason).toBe(
      '54.174.62.196 is not in the SMTP list, which is the one for this port; it is in the IMAP list, which opens other ports',
    );
    expect(verdict('54.174.62.196', 'mail.example.com', 25).reason).toBe(
      'No rule opens port 25 of mail.example.com; the rules for it open 465, 993',
    );
  });

  test('B6 a request is checked at the door', () => {
    expect(
      matchRequestSchema.safeParse({ source: '54.174.62.196', destination: 'mail.example.com', port: 993 })
        .success,
    ).toBe(true);
    for (const change of [{ source: '54.174.62' }, { destination: '*' }, { port: 0 }, { x: 1 }]) {
      expect(
        matchRequestSchema.safeParse({
          source: '54.174.62.196',
          destination: 'mail.example.com',
          port: 993,
          ...change,
        }).success,
      ).toBe(false);
    }
  });
});

describe('exclusive mode', () => {
  test('denies everybody else on the same ports, in both families where the server has them', () => {
    const exclusive = makeExclusive(scenarios['seed']!, []);
    expect(
      exclusive.rules
        .filter(({ action }) => action === 'deny')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([
      'deny-465-mail.example.com-4',
      'deny-465-mail.example.com-6',
      'deny-587-mx.example.net-4',
      'deny-993-mail.example.com-4',
      'deny-993-mail.example.com-6',
      'deny-993-mx.example.net-4',
    ]);
    const action = (source: string, port: number) =>
      matchFlow(exclusive, { source, destination: 'mail.example.com', port }).action;
    expect([
      action('54.174.62.196', 993),
      action('54.174.62.195', 993),
      action('2001:db8::9', 993),
      action('192.0.2.99', 80),
    ]).toEqual(['allow', 'deny', 'deny', 'none']);
  });

  test('further sources are let in', () => {
    const exclusive = makeExclusive(scenarios['seed']!, ['203.0.113.0/24']);
    expect(
      matchFlow(exclusive, { source: '203.0.113.9', destination: 'mail.example.com', port: 993 }),
    ).toMatchObject({ action: 'allow', rule: 'more-993-mail.example.com-4' });
  });

  test.each([25, 443])('is refused for port %d without further sources', (port) => {
    const ruleSet = buildRuleSet(sampleAllowlist, {
      ...noDomains,
      domains: [domainOf('mail.example.com', 993, port)],
    });
    const refused = makeExclusive(ruleSet, []);
    expect(refused.findings.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual([
      'exclusive-refused',
    ]);
    expect(
      refused.rules.filter(({ action, service }) => action === 'deny' && service.endsWith(`-${port}`)),
    ).toEqual([]);
    expect(codes(makeExclusive(ruleSet, ['203.0.113.0/24']).findings)).not.toContain('exclusive-refused');
  });
});

test('B5 the difference of two rule sets is by address, not by notation', () => {
  const before = buildRuleSet(
    documentOf([
      { cidr: '203.0.113.0/24', protocol: 'imap' },
      { cidr: '203.0.113.0/24', protocol: 'smtp' },
    ]),
    twoDomains,
  );
  const after = buildRuleSet(
    documentOf([
      { cidr: '203.0.113.0/25', protocol: 'imap' },
      { cidr: '203.0.113.0/24', protocol: 'smtp' },
    ]),
    twoDomains,
  );
  const { sets, addedRules, removedRules } = diffRuleSets(before, after);
  expect(sets).toEqual([
    { key: 'imap4', added: [], removed: [{ family: 4, value: 0xcb007180n, length: 25 }] },
  ]);
  expect([addedRules, removedRules]).toEqual([[], []]);
});

describe('a rendering never opens more than the list says', () => {
  const noFile = (ruleSet: RuleSet) =>
    Object.keys(targets).map((target) => {
      const { files, findings } = renderTarget(target, ruleSet, {});
      return [files, findings.filter(({ level }) => level === 'error').map(({ code }) => code)] as const;
    });
  const listed = (...cidrs: string[]) =>
    documentOf(cidrs.flatMap((cidr) => ['imap', 'smtp'].map((protocol) => ({ cidr, protocol }))));

  test.each([
    ['two halves of IPv4', ['0.0.0.0/1', '128.0.0.0/1'], 'prefix-too-broad'],
    ['two halves of IPv6', ['::/1', '8000::/1'], 'prefix-too-broad'],
    ['a private network', ['10.0.0.0/16'], 'prefix-reserved'],
    [
      'neighbours that add up to a /9',
      Array.from({ length: 8 }, (_, index) => `52.${index * 16}.0.0/12`),
      'merged-too-broad',
    ],
  ])('a list with %s gives no file in any target', (_, cidrs, code) => {
    for (const [files, codes] of noFile(buildRuleSet(listed(...cidrs), twoDomains))) {
      expect(files).toEqual([]);
      expect(codes).toContain(code);
    }
  });

  test('a rule set with a too wide set, wherever it comes from, gives no file', () => {
    const sound = scenarios['seed']!;
    const sets = sound.sets.map((set) => ({
      ...set,
      prefixes: [{ family: 4, value: 0n, length: 0 } as const],
    }));
    for (const [files, codes] of noFile({ ...sound, sets })) {
      expect(files).toEqual([]);
      expect(codes).toContain('sources-too-broad');
    }
  });

  test('further sources that add up to everything give no file; a private network may be wide', () => {
    const widened = { furtherSources: ['0.0.0.0/1', '128.0.0.0/1'] };
    const office = { furtherSources: ['10.0.0.0/8', 'fd00::/8'] };
    for (const target of ['nftables', 'iptables', 'dovecot']) {
      const mode = target === 'dovecot' ? {} : { mode: 'exclusive' };
      const refused = renderTarget(target, scenarios['seed']!, { ...mode, ...widened });
      expect(refused.files).toEqual([]);
      expect(codes(refused.findings)).toContain('sources-too-broad');
      expect(renderTarget(target, scenarios['seed']!, { ...mode, ...office }).files).not.toEqual([]);
    }
  });

  const attributed = documentOf([
    { cidr: '54.174.62.128/26', protocol: 'imap', dataCenter: 'eu1' },
    { cidr: '143.244.82.8/30', protocol: 'smtp', dataCenter: 'eu1' },
    { cidr: '143.244.87.0/25', protocol: 'imap' },
    { cidr: '143.244.87.0/25', protocol: 'smtp' },
  ]);

  test('an account without a data centre among attributed entries gets no file, and the number that is missing', () => {
    const ruleSet = buildRuleSet(attributed, twoDomains);
    expect(ruleSet.findings).toContainEqual({
      level: 'error',
      code: 'data-center-missing',
      text: expect.stringContaining('2 prefixes'),
      values: { known: expect.any(Array), prefixes: 2 },
    });
    for (const [files] of noFile(ruleSet)) expect(files).toEqual([]);
  });

  test('an unknown data centre is an error among attributed entries, else a warning', () => {
    const levels = (ruleSet: RuleSet) =>
      ruleSet.findings.filter(({ code }) => code === 'data-center-unknown').map(({ level }) => level);
    const account = { ...twoDomains, dataCenters: ['na-1'] };
    expect(levels(buildRuleSet(attributed, account))).toEqual(['error']);
    expect(levels(buildRuleSet(sampleAllowlist, account))).toEqual(['warning']);
    expect(levels(buildRuleSet(attributed, { ...twoDomains, dataCenters: ['eu1'] }))).toEqual([]);
  });

  test('match names the data centre whose list holds an address that the account’s does not', () => {
    const flow = { source: '54.174.62.130', destination: 'mail.example.com', port: 993 };
    expect(matchFlow(buildRuleSet(attributed, twoDomains), flow)).toMatchObject({
      action: 'none',
      reason: expect.stringContaining('data centre eu1'),
    });
  });
});

describe('names and words', () => {
  const limits = { nameLength: 15, nameCharacter: /[A-Za-z0-9_]/ };
  test('a name that fits stays, one that does not is cut and told apart', () => {
    expect(objectName('postern_imap4', limits)).toBe('postern_imap4');
    const [a, b] = [
      objectName('postern_mail.example.com', limits),
      objectName('postern_mail-example.com', limits),
    ];
    for (const name of [a, b]) expect(name).toMatch(/^[A-Za-z0-9_]{1,15}$/);
    expect(a).not.toBe(b);
  });
  test('words keep letters and drop what any language takes for more', () => {
    expect(safeText('Mail “x” $(y) `z` ${a} #;\n!', 40)).toBe('Mail ?x? ?(y) ?z? ??a? ?? ?');
    expect(safeText('a'.repeat(50), 10)).toHaveLength(10);
  });
});
