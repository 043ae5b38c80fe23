import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { addressSide, placeholder, placeholderFindings } from './placeholder.js';
import { addressesOf, resolveRules, type ResolvedRule } from './rule-set.js';
import { objectName } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

/** PowerShell for Windows Defender Firewall on the server: rules by fixed name, changed if they exist, else made. */
export const windowsTarget = defineTarget({
  id: 'windows',
  capability: capabilities.windows,
  label: 'Windows Defender Firewall (PowerShell)',
  kind: 'host-firewall',
  proof: 'golden files and re-parser',
  parameters: z.strictObject({}),
  render(ruleSet) {
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      '#Requires -RunAsAdministrator',
      "$ErrorActionPreference = 'Stop'",
      ...setRuleFunction,
      ...resolveRules(ruleSet).flatMap(ruleCall),
      '',
    ].join('\r\n');
    const findings = [
      ...ruleSet.findings,
      addressSide('private', 'the rules run on the server itself'),
      ...placeholderFindings([text]),
    ];
    return { files: [{ path: 'postern.ps1', mediaType: 'text/plain', text }], findings };
  },
});

/** A placeholder stops the script: an address list that is not one would be refused late and in part. */
const setRuleFunction = [
  'function Set-PosternRule {',
  '  param([string]$Name, [string]$DisplayName, [string]$LocalPort, [string[]]$LocalAddress, [string[]]$RemoteAddress)',
  "  if ($LocalAddress -like 'REPLACE-*') { throw ('Fill in the address: ' + $LocalAddress) }",
  '  $rule = @{',
  "    Direction = 'Inbound'; Action = 'Allow'; Protocol = 'TCP'; Profile = 'Any'; Enabled = 'True'",
  '    LocalPort = $LocalPort; LocalAddress = $LocalAddress; RemoteAddress = $RemoteAddress',
  '  }',
  '  if (Get-NetFirewallRule -Name $Name -ErrorAction SilentlyContinue) {',
  '    Set-NetFirewallRule -Name $Name -NewDisplayName $DisplayName @rule',
  '  } else {',
  "    New-NetFirewallRule -Name $Name -DisplayName $DisplayName -Group 'Postern' @rule | Out-Null",
  '  }',
  '}',
];

function ruleCall({ rule, source, destination, service }: ResolvedRule): string[] {
  const local = destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  if (local.length === 0 || source === null) return [];
  return [
    `Set-PosternRule -Name '${objectName(`Postern-${rule.id}`, capabilities.windows)}' -DisplayName '${rule.comment}' \``,
    `  -LocalPort '${service.port}' -LocalAddress ${list(local)} \``,
    `  -RemoteAddress ${list(source.prefixes.map(formatPrefix))}`,
  ];
}

function list(values: readonly string[]): string {
  return `@(${values.map((value) => `'${value}'`).join(', ')})`;
}
