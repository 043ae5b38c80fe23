import { formatPrefix } from '@postern/core/prefix';
import { mergePrefixes } from '@postern/core/prefix-set';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { shellScript } from './shell-script.js';
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
      removes: [shellScript('postern-postfix-remove.sh', ruleSet, removeWords, removeLines)],
      findings: ruleSet.findings.filter(({ code }) => code !== 'exchange-union'),
    };
  },
});

const removeWords = [
  'Removes the table from every service of master.cf and from main.cf, and then the table itself. Run as root.',
  'MAIL_CONFIG names the folder of another instance of Postfix.',
];
/** A line of `postconf` is `name = value`; -P edits and -PX deletes an option of a service, -e and -X one of main.cf. */
const removeLines = [
  'strip() { # What prints the settings, what sets one, what deletes one.',
  "  $1 | grep 'postern_clients\\.cidr' | while IFS= read -r line; do",
  '    name=${line%% = *}',
  `    value=$(printf '%s\\n' "\${line#* = }" | sed 's/check_client_access[ ,]*cidr:[^ ,]*postern_clients\\.cidr[ ,]*//g; s/[ ,]*$//')`,
  '    if [ -n "$value" ]; then $2 "$name=$value"; else $3 "$name"; fi',
  '  done',
  '}',
  "strip 'postconf -P' 'postconf -P' 'postconf -PX'",
  "strip 'postconf -n' 'postconf -e' 'postconf -X'",
  'rm -f -- "$(postconf -h config_directory)/postern_clients.cidr"',
  '! postfix status >/dev/null 2>&1 || postfix reload',
];
