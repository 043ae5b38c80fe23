import { saveAddresses } from './iptables-boot.js';
import { iptablesFiles, loadIptables, removeIptables } from './render-iptables.js';
import type { RuleSet } from './rule-set.js';
import { machineChecks, shellScript } from './shell-script.js';
import type { RenderedFile } from './target.js';

type Place = 'mail-server' | 'router';

const chain = 'POSTERN';
const folder = '/etc/ufw/postern';
const hook = '/etc/ufw/after.init';

/**
 * Lists as ipsets, and a chain that a chain of ufw jumps to: one second for any number of prefixes. ufw runs
 * /etc/ufw/after.init each time it starts or reloads (ufw-framework(8)), which is when it rebuilds its own chains.
 */
export function ipsetForm(
  ruleSet: RuleSet,
  place: Place,
): { readonly files: RenderedFile[]; readonly removes: RenderedFile[] } {
  const rules = iptablesFiles(ruleSet, { place, chain });
  const load = shellScript(
    'load.sh',
    ruleSet,
    ['ufw runs this after it has made its chains; postern-ufw.sh installs it.'],
    [`cd ${folder}`, ...loadIptables, ...jumps(place)],
  );
  const installed = [...rules, load].map(({ path }) => path).join(' ');
  return {
    files: [...rules, load, shellScript('postern-ufw.sh', ruleSet, applyWords, applyLines(installed))],
    removes: [shellScript('postern-ufw-remove.sh', ruleSet, removeWords, removeLines)],
  };
}

/** A jump from the chain of this place, and none from the chain of the other. */
function jumps(place: Place): string[] {
  const [from, other] = place === 'router' ? ['forward', 'input'] : ['input', 'forward'];
  return [
    ['iptables', 'ufw'],
    ['ip6tables', 'ufw6'],
  ].flatMap(([program, prefix]) => {
    const jump = (verb: string, name: string) => `${program} ${verb} ${prefix}-before-${name} -j ${chain}`;
    return [
      `${jump('-C', from!)} 2>/dev/null || ${jump('-I', from!)}`,
      `${jump('-D', other!)} 2>/dev/null || true`,
    ];
  });
}

const applyWords = ['Run as root, as often as you like. The rules outlive a reload of ufw and a restart.'];

function applyLines(installed: string): string[] {
  return [
    ...machineChecks('ufw'),
    'command -v ipset >/dev/null || stop "ipset is missing: install ipset"',
    'cd -- "$(dirname -- "$0")"',
    `mkdir -p ${folder}`,
    `cp -- ${installed} ${folder}/`,
    ...saveAddresses(folder),
    `if ! grep -q '^# postern: begin' ${hook}; then`,
    `  made=; [ -x ${hook} ] || made=', made executable'`,
    `  sed -i '1r /dev/stdin' ${hook} <<END`,
    '# postern: begin$made',
    `[ "\\$1" != start ] || sh ${folder}/load.sh`,
    '# postern: end',
    'END',
    `  chmod +x ${hook}`,
    'fi',
    "if ufw status | grep -q '^Status: active'; then",
    `  sh ${folder}/load.sh`,
    'else',
    '  echo "ufw is not active: these rules are loaded as soon as it is enabled"',
    'fi',
  ];
}

const removeWords = ['Removes all that postern-ufw.sh made, at once and for the next start. Run as root.'];
const removeLines = [
  `! grep -q '^# postern: begin, made executable' ${hook} || chmod -x ${hook}`,
  `sed -i '/^# postern: begin/,/^# postern: end/d' ${hook}`,
  ...removeIptables(chain),
  `rm -rf ${folder}`,
];
