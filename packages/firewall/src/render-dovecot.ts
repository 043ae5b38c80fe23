import type { Finding } from '@postern/core/finding';
import { cidrSchema } from '@postern/core/allowlist-document';
import { formatPrefix, isPrefix, parsePrefix } from '@postern/core/prefix';
import { mergePrefixes } from '@postern/core/prefix-set';
import { z } from 'zod';
import { broadFurtherSources } from './broad-sources.js';
import { capabilities } from './capability.js';
import { defineTarget, headerLines } from './target.js';

const parameters = z.strictObject({
  furtherSources: z
    .array(cidrSchema)
    .max(1000)
    .default([])
    .meta({ description: 'Who else may log in, e.g. your office and VPN.' }),
});

/** `allow_nets` for a passdb. It is exclusive by nature: who is not in it cannot log in. */
export const dovecotTarget = defineTarget({
  id: 'dovecot',
  capability: capabilities.dovecot,
  label: 'Dovecot',
  kind: 'mail-server',
  proof: 'doveadm auth test',
  parameters,
  render(ruleSet, { furtherSources }) {
    const listed = ruleSet.sets.filter(({ origin }) => origin === 'imap').flatMap((set) => set.prefixes);
    const own = furtherSources.map(parsePrefix).filter(isPrefix);
    const nets = mergePrefixes([...listed, ...own]).map(formatPrefix);
    const setting = listed.length === 0 ? [] : [`override_fields = allow_nets=${nets.join(',')}`];
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      '# Include it inside the passdb of the mailboxes that are connected: passdb { ... !include postern-allow-nets.conf }',
      '# Its users can then log in from these addresses only.',
      ...setting,
      '',
    ].join('\n');
    const findings = [
      ...ruleSet.findings,
      ...broadFurtherSources(mergePrefixes(own)),
      ...(own.length === 0 ? [exclusiveFinding] : []),
    ];
    return {
      files: [{ path: 'postern-allow-nets.conf', mediaType: 'text/plain', text }],
      removes: [],
      findings,
    };
  },
});

const exclusiveFinding: Finding = {
  level: 'warning',
  code: 'excludes-others',
  text: 'allow_nets turns every other address away, phones and offices too: name those in furtherSources',
};
