import { finding } from '@postern/core/findings/finding-texts';
import { cidrSchema } from '@postern/core/allowlist-document';
import { formatPrefix, isPrefix, parsePrefix } from '@postern/core/prefix';
import { mergePrefixes, type PrefixSet } from '@postern/core/prefix-set';
import { z } from 'zod';
import { broadFurtherSources } from './broad-sources.js';
import { capabilities } from './capability.js';
import { distinct, type RuleSet } from './rule-set.js';
import { shellScript } from './shell-script.js';
import { defineTarget, headerLines } from './target.js';

const parameters = z.strictObject({
  version: z.enum(['2.3', '2.4']).default('2.3').meta({
    title: 'Version',
    description: 'Of Dovecot; neither reads the syntax of the other. Debian 13 has 2.4.',
  }),
  furtherSources: z.array(cidrSchema).max(1000).default([]).meta({
    title: 'Further sources',
    description: 'Other networks from which people log in, e.g. your office and VPN.',
  }),
});

/** `allow_nets` for a passdb. It is exclusive by nature: who is not in it cannot log in. */
export const dovecotTarget = defineTarget({
  id: 'dovecot',
  capability: capabilities.dovecot,
  label: 'Dovecot',
  kind: 'mail-server',
  proof: 'doveadm auth test with Dovecot 2.3 and 2.4',
  parameters,
  render(ruleSet, { version, furtherSources }) {
    const own = mergePrefixes(furtherSources.map(parsePrefix).filter(isPrefix));
    const nets = allowedNets(ruleSet, own);
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      `# For Dovecot ${version}. Not a file for conf.d: include it inside the passdb of the mailboxes that are connected:`,
      '#   passdb ... { ... !include /etc/dovecot/postern-allow-nets.conf.ext }',
      '# Its users can then log in from these addresses only, also when Postfix asks this passdb (SASL).',
      ...(nets === null ? [] : settingLines(version, nets)),
      '',
    ].join('\n');
    return {
      files: [{ path: 'postern-allow-nets.conf.ext', mediaType: 'text/plain', text }],
      removes: [shellScript('postern-dovecot-remove.sh', ruleSet, removeWords, removeLines)],
      findings: [
        ...ruleSet.findings.filter(({ code }) => code !== 'exchange-union'),
        ...broadFurtherSources(own),
        saslFinding,
        ...(own.length === 0 ? [exclusiveFinding] : []),
      ],
    };
  },
});

/**
 * The IMAP and the SMTP list, because a passdb also answers Postfix; `local` is for look-ups without an address (LMTP,
 * doveadm), loopback for webmail on the server. Null without a listed prefix: an empty list would lock everybody out.
 */
function allowedNets({ sets }: RuleSet, own: PrefixSet): string[] | null {
  const listed = sets.filter(({ origin }) => origin === 'imap' || origin === 'smtp');
  if (listed.length === 0) return null;
  const prefixes = [...listed.flatMap((set) => set.prefixes), ...own].map(formatPrefix);
  return distinct([...prefixes, '127.0.0.0/8', '::1/128', 'local']);
}

/** Dovecot 2.4 has the string list passdb_fields instead of override_fields. */
function settingLines(version: '2.3' | '2.4', nets: readonly string[]): string[] {
  const setting = `allow_nets=${nets.join(',')}`;
  return version === '2.3'
    ? [`override_fields = ${setting}`]
    : ['passdb_fields {', `  ${setting.replace('=', ' = ')}`, '}'];
}

const saslFinding = finding('info', 'sasl-included');
const exclusiveFinding = finding('warning', 'excludes-others', {});

const removeWords = [
  'Removes the line that includes the file, and the file. Then everybody can log in from anywhere again. Run as root.',
  'DOVECOT_FOLDER names another folder than /etc/dovecot.',
];
const removeLines = [
  'cd "${DOVECOT_FOLDER:-/etc/dovecot}"',
  'name=postern-allow-nets.conf.ext',
  'grep -rlF --include="*.conf" --include="*.ext" "$name" . | while IFS= read -r file; do',
  '  [ "${file##*/}" = $name ] || sed -i "/^[[:space:]]*!include\\(_try\\)\\{0,1\\}[[:space:]].*$name[[:space:]]*$/d" "$file"',
  'done',
  'rm -f -- ./$name',
  'doveconf -n -c ./dovecot.conf >/dev/null # Fails if the configuration still names the file.',
  '! doveadm -c ./dovecot.conf reload 2>/dev/null || echo "Dovecot reads its configuration again"',
];
