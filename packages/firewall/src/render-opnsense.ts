import { z } from 'zod';
import { capabilities } from './capability.js';
import { hash32 } from './hash-parts.js';
import { goneAliases, planAliases, type PfAlias, type PfPlan } from './pf-aliases.js';
import { ruleFinding, rulesSheet } from './pf-rules-sheet.js';
import { addressSide, deviceName, guideFinding, placeholderFindings } from './placeholder.js';
import type { RuleSet } from './rule-set.js';
import { shellScript } from './shell-script.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  interface: deviceName.default('WAN').meta({
    title: 'Interface',
    description: 'Where the vendor’s connections arrive; the sheet of rules names it.',
  }),
});

/**
 * The JSON that OPNsense's Firewall, Aliases, import takes, and a sheet of the rules that name the aliases. The import
 * changes an alias that exists by its name, and stores nothing if one entry is refused; it cannot delete, so that a
 * script calls the API for that. Source: docs.opnsense.org, Aliases and Firewall API, and `AliasController.php` of
 * OPNsense's core. Not tried on a device.
 */
export const opnsenseTarget = defineTarget({
  id: 'opnsense',
  capability: capabilities.opnsense,
  label: 'OPNsense (import of aliases)',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const plan = planAliases(ruleSet, capabilities.opnsense);
    const before = previous === null ? null : planAliases(previous, capabilities.opnsense);
    const files = [
      importFile(ruleSet, plan),
      rulesSheet(
        ruleSet,
        plan,
        'OPNsense',
        given.interface,
        'Firewall, Aliases: choose the import button below the list, then `postern-aliases.json`, then Apply.',
      ),
    ];
    const all = { ...plan, aliases: [...plan.aliases, ...(before?.aliases ?? [])] };
    return {
      files,
      removes: [
        ...(before === null ? [] : [removal('postern-gone.sh', ruleSet, goneAliases(before, plan))]),
        removal('postern-remove.sh', ruleSet, goneAliases(all, { aliases: [], rules: [] })),
      ],
      findings: [
        ...ruleSet.findings,
        addressSide('opnsense'),
        ruleFinding,
        guideFinding('opnsense'),
        ...staleFindings(previous),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

function importFile(ruleSet: RuleSet, { aliases }: PfPlan): RenderedFile {
  const alias = Object.fromEntries(aliases.map((each) => [uuidOf(each.name), record(each)]));
  // The import reads “aliases” only. JSON has no comments.
  const content = { '//': headerLines(ruleSet), aliases: { alias } };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  return { path: 'postern-aliases.json', mediaType: 'application/json', text };
}

/** Only our fields: categories and statistics of an alias stay as the customer set them. */
function record({ name, type, description, entries }: PfAlias): Record<string, string> {
  return { enabled: '1', name, type, content: entries.map(({ text }) => text).join('\n'), description };
}

/** The import finds an alias by its name; the key names it in an error message. */
function uuidOf(name: string): string {
  const hex = ['a', 'b', 'c', 'd']
    .map((salt) => hash32(`${salt}${name}`).toString(16).padStart(8, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** OPNsense refuses to delete an alias that a rule names. */
function removal(path: string, ruleSet: RuleSet, names: readonly string[]): RenderedFile {
  return shellScript(
    path,
    ruleSet,
    [
      'First delete the rules that name these aliases: Firewall, Rules.',
      'Then run this anywhere, with the key of a user who may edit aliases (System, Access, Users):',
      `OPNSENSE=https://firewall.example.com OPNSENSE_KEY=... OPNSENSE_SECRET=... sh ${path}`,
    ],
    [...removalFunctions, ...names.map((name) => `delete_alias ${name}`), ...removalEnd],
  );
}

const removalFunctions = [
  ': "${OPNSENSE:?is the https address of the firewall}" "${OPNSENSE_KEY:?}" "${OPNSENSE_SECRET:?}"',
  'failed=0',
  '# The secret is not an argument: other users would see it in the list of processes.',
  'api() {',
  '  printf \'user = "%s:%s"\\n\' "$OPNSENSE_KEY" "$OPNSENSE_SECRET" |',
  '    curl --silent --show-error --max-time 60 --config - "$@"',
  '}',
  'delete_alias() {',
  '  found=$(api "$OPNSENSE/api/firewall/alias/getAliasUUID/$1") || exit 2',
  '  case $found in',
  "    '[]') return ;; # There is no such alias.",
  '    *\'"uuid"\'*) ;;',
  '    *) echo "$1: OPNsense answered $found" >&2; exit 2 ;;',
  '  esac',
  '  uuid=$(printf %s "$found" | tr -cd 0-9a-f- | tail -c 36)',
  '  answer=$(api --data "" "$OPNSENSE/api/firewall/alias/delItem/$uuid") || exit 2',
  '  case $answer in',
  '    *\'"deleted"\'*) echo "$1: deleted" ;;',
  '    *) echo "$1: not deleted, OPNsense answered $answer" >&2; failed=1 ;;',
  '  esac',
  '}',
];
const removalEnd = [
  'api --data "" "$OPNSENSE/api/firewall/alias/reconfigure" >/dev/null || exit 2',
  'exit "$failed"',
];
