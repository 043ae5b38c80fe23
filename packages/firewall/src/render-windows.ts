import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { addressSide, placeholder, placeholderFindings } from './placeholder.js';
import { addressesOf, portAt, resolveRules, type ResolvedRule } from './rule-set.js';
import { objectName } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

/** PowerShell for Windows Defender Firewall on the server: rules by fixed name, changed if they exist, else made. */
export const windowsTarget = defineTarget({
  id: 'windows',
  capability: capabilities.windows,
  label: 'Windows Defender Firewall (PowerShell)',
  kind: 'host-firewall',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters: z.strictObject({}),
  render(ruleSet) {
    const rules = resolveRules(ruleSet).filter((resolved) => localAddresses(resolved).length > 0);
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      '#Requires -RunAsAdministrator',
      "$ErrorActionPreference = 'Stop'",
      ...setRuleFunction,
      ...rules.flatMap(ruleCall),
      ...removeOthers(rules),
      '',
    ].join('\r\n');
    const findings = [...ruleSet.findings, addressSide('windows'), ...placeholderFindings([text])];
    const remove = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      '#Requires -RunAsAdministrator',
      "Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue | Remove-NetFirewallRule",
      '',
    ].join('\r\n');
    return {
      files: [{ path: 'postern.ps1', mediaType: 'text/plain', text }],
      removes: [{ path: 'postern-remove.ps1', mediaType: 'text/plain', text: remove }],
      findings,
    };
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

function ruleCall(resolved: ResolvedRule): string[] {
  const { rule, source } = resolved;
  return [
    `Set-PosternRule -Name '${ruleName(resolved)}' -DisplayName '${rule.comment}' \``,
    `  -LocalPort '${portAt(resolved, 'private')}' -LocalAddress ${list(localAddresses(resolved))} \``,
    `  -RemoteAddress ${list((source?.prefixes ?? []).map(formatPrefix))}`,
  ];
}

/** Rules of an earlier revision for servers, ports or families that are gone. */
function removeOthers(rules: readonly ResolvedRule[]): string[] {
  return [
    `$wanted = ${list(rules.map(ruleName))}`,
    "Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue |",
    '  Where-Object { $_.Name -notin $wanted } | Remove-NetFirewallRule',
  ];
}

function localAddresses({ destination, rule }: ResolvedRule): readonly string[] {
  return destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
}

function ruleName({ rule }: ResolvedRule): string {
  return objectName(`Postern-${rule.id}`, capabilities.windows);
}

function list(values: readonly string[]): string {
  return `@(${values.map((value) => `'${value}'`).join(', ')})`;
}
