import { finding } from '@postern/core/findings/finding-texts';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { goneAliases, planAliases, type PfAlias, type PfPlan } from './pf-aliases.js';
import { ruleFinding, rulesSheet } from './pf-rules-sheet.js';
import { addressSide, deviceName, guideFinding, placeholderFindings } from './placeholder.js';
import type { RuleSet } from './rule-set.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  interface: deviceName.default('WAN').meta({
    title: 'Interface',
    description: 'Where the vendor’s connections arrive; the sheet of rules names it.',
  }),
});

/**
 * Aliases for pfSense as a session of its PHP shell, and a sheet of the rules that name them. The session changes an
 * alias that exists and leaves every other one alone. pfSense's own ways cannot do that: its bulk import refuses a name
 * that exists, and restoring the XML section “aliases” replaces all aliases of the customer. Source: docs.netgate.com,
 * Using the PHP Shell, Alias Configuration and Restoring from Backups. Needs pfSense 2.7 or later. Not tried on a device.
 */
export const pfsenseTarget = defineTarget({
  id: 'pfsense',
  capability: capabilities.pfsense,
  label: 'pfSense (aliases by the PHP shell)',
  kind: 'appliance',
  proof:
    'stored example output, read back by a separate parser, run by PHP with stand-ins for the functions of pfSense, and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const plan = planAliases(ruleSet, capabilities.pfsense);
    const before = previous === null ? null : planAliases(previous, capabilities.pfsense);
    const files = [
      session('postern.php.txt', ruleSet, upsert(ruleSet, plan)),
      rulesSheet(
        ruleSet,
        plan,
        'pfSense',
        given.interface,
        'Diagnostics, Command Prompt: paste `postern.php.txt` into *Execute PHP Commands* and run it. Or copy the file to `/etc/phpshellsessions/postern` and run `pfSsh.php playback postern`.',
      ),
    ];
    const all = { ...plan, aliases: [...plan.aliases, ...(before?.aliases ?? [])] };
    return {
      files,
      removes: [
        ...(before === null
          ? []
          : [session('postern-gone.php.txt', ruleSet, deletion(goneAliases(before, plan)))]),
        session('postern-remove.php.txt', ruleSet, deletion(goneAliases(all, { aliases: [], rules: [] }))),
      ],
      findings: [
        ...ruleSet.findings,
        addressSide('pfsense'),
        ruleFinding,
        guideFinding('pfsense'),
        ...tableFinding(ruleSet),
        ...staleFindings(previous),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

/** pfSense loads new tables beside the old ones, so half of the limit can be used (Firewall Maximum Table Entries). */
const usableTableEntries = 100_000;

function tableFinding({ sets }: RuleSet) {
  const count = sets.reduce((sum, { prefixes }) => sum + prefixes.length, 0);
  if (count <= usableTableEntries) return [];
  return [finding('warning', 'table-size', { prefixes: count, needed: 2 * count })];
}

/** The first line of a session must not begin with ! or =, which the PHP shell takes for a command of its own. */
function session(path: string, ruleSet: RuleSet, lines: readonly string[]): RenderedFile {
  const text = [...headerLines(ruleSet).map((line) => `# ${line}`), ...lines, ''].join('\n');
  return { path, mediaType: 'text/plain', text };
}

/** An alias that exists keeps its place, because rules and other aliases name it. */
function upsert({ revision }: RuleSet, { aliases }: PfPlan): string[] {
  return [
    "require_once('filter.inc');",
    '$postern_wanted = array(',
    ...aliases.map((alias) => `${record(alias)},`),
    ');',
    'foreach ($postern_wanted as $postern_alias) {',
    "  if (strpos($postern_alias['address'], 'REPLACE-') !== false) {",
    "    echo 'Nothing was changed. Fill in the address: ' . $postern_alias['address'] . PHP_EOL;",
    '    return;',
    '  }',
    '}',
    "$postern_aliases = config_get_path('aliases/alias', array());",
    'foreach ($postern_wanted as $postern_alias) {',
    '  $postern_at = null;',
    '  foreach ($postern_aliases as $postern_key => $postern_known) {',
    "    if ($postern_known['name'] === $postern_alias['name']) { $postern_at = $postern_key; }",
    '  }',
    '  if ($postern_at === null) { $postern_aliases[] = $postern_alias; }',
    '  else { $postern_aliases[$postern_at] = array_merge($postern_aliases[$postern_at], $postern_alias); }',
    '}',
    "config_set_path('aliases/alias', $postern_aliases);",
    `write_config('Postern: mail allowlist, revision ${revision}');`,
    'filter_configure();',
  ];
}

/** The text of an alias has no quote and no backslash: names, addresses and text that was made safe. */
function record({ name, type, description, entries }: PfAlias): string {
  const address = entries.map(({ text }) => text).join(' ');
  const detail = entries.map(({ comment }) => comment).join('||');
  return `array('name' => '${name}', 'type' => '${type}', 'descr' => '${description}', 'address' => '${address}', 'detail' => '${detail}')`;
}

/** pfSense refuses to delete an alias that a rule or another alias names. */
function deletion(names: readonly string[]): string[] {
  return [
    '# First delete the rules that name these aliases: Firewall, Rules.',
    "require_once('alias-utils.inc');",
    `$postern_gone = array(${names.map((name) => `'${name}'`).join(', ')});`,
    'foreach ($postern_gone as $postern_name) {',
    "  foreach (config_get_path('aliases/alias', array()) as $postern_key => $postern_known) {",
    "    if ($postern_known['name'] !== $postern_name) { continue; }",
    '    $postern_error = deleteAlias($postern_key);',
    "    echo $postern_name . ': ' . ($postern_error ? $postern_error : 'deleted') . PHP_EOL;",
    '    break;',
    '  }',
    '}',
    'filter_configure();',
  ];
}
