import { formatPrefix } from '@postern/core/prefix';
import { mergePrefixes } from '@postern/core/prefix-set';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { defineTarget, headerLines } from './target.js';

/** A CIDR table for the submission services. Never `mynetworks`: that would let the vendor relay without a password. */
export const postfixTarget = defineTarget({
  id: 'postfix',
  capability: capabilities.postfix,
  label: 'Postfix',
  kind: 'mail-server',
  proof: 'postmap -q',
  parameters: z.strictObject({}),
  render(ruleSet) {
    const prefixes = mergePrefixes(
      ruleSet.sets.filter(({ origin }) => origin === 'smtp').flatMap((set) => set.prefixes),
    );
    const ports = ruleSet.services.filter(({ protocol }) => protocol === 'smtp').map(({ port }) => port);
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      `# For the submission services${ports.length === 0 ? '' : ` (ports ${ports.join(', ')})`}: submission is port 587, submissions (smtps) port 465.`,
      '# In master.cf, below each of them:',
      '#   -o smtpd_client_restrictions=check_client_access,cidr:/etc/postfix/postern_clients.cidr,(your own rules)',
      '# Login is still required; do not put these addresses into mynetworks.',
      ...prefixes.map((prefix) => `${formatPrefix(prefix)} OK`),
      '',
    ].join('\n');
    return {
      files: [{ path: 'postern_clients.cidr', mediaType: 'text/plain', text }],
      removes: [],
      findings: ruleSet.findings.filter(({ code }) => code !== 'exchange-union'),
    };
  },
});
