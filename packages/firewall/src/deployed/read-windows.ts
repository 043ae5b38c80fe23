import { z } from 'zod';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';

/** What prints the rules as JSON on the server; PowerShell 5.1 and later. */
export const windowsExport =
  "Get-NetFirewallRule -Group 'Postern' | ForEach-Object { $p = $_ | Get-NetFirewallPortFilter; $a = $_ | Get-NetFirewallAddressFilter; [pscustomobject]@{ Name = $_.Name; Enabled = [string]$_.Enabled; Direction = [string]$_.Direction; Action = [string]$_.Action; Protocol = [string]$p.Protocol; LocalPort = @($p.LocalPort); LocalAddress = @($a.LocalAddress); RemoteAddress = @($a.RemoteAddress) } } | ConvertTo-Json -Depth 4";

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const ruleSchema = z.object({
  Name: z.string(),
  Enabled: z.string(),
  Direction: z.string(),
  Action: z.string(),
  Protocol: z.string(),
  LocalPort: texts,
  LocalAddress: texts,
  RemoteAddress: texts,
});
const exportSchema = z.union([z.array(ruleSchema), ruleSchema.transform((rule) => [rule])]);

/** Reads the JSON that `windowsExport` prints. A block rule decides before every allow rule. */
export function readWindows(text: string): Deployed {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Unreadable(`This is not JSON; print the rules with: ${windowsExport}`);
  }
  const parsed = exportSchema.safeParse(json);
  if (!parsed.success) throw new Unreadable(`This JSON does not hold what is printed by: ${windowsExport}`);
  const active = parsed.data.filter(
    ({ Enabled, Direction }) => Enabled === 'True' && Direction === 'Inbound',
  );
  const rules = active
    .filter(({ Protocol }) => ['TCP', '6', 'Any'].includes(Protocol))
    .map((rule): DeployedRule => ({
      action: rule.Action === 'Allow' ? 'allow' : 'deny',
      sources: joinSources(rule.RemoteAddress.map(windowsSource)),
      destinations: joinSources(rule.LocalAddress.map(windowsSource)),
      ports: rule.LocalPort.includes('Any') ? 'any' : rule.LocalPort.map(readPorts),
      isOurs: true,
      line: rule.Name,
    }));
  const isDeny = ({ action }: DeployedRule) => action === 'deny';
  return {
    rules: [...rules.filter(isDeny), ...rules.filter((rule) => !isDeny(rule))],
    gone: active.length === 0 ? ['There is no active rule of the group Postern'] : [],
    unread: [],
  };
}

/** Windows prints an IPv4 prefix with its netmask. */
function windowsSource(text: string) {
  const masked = /^([0-9.]+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (masked === null) return readSource(text);
  const bits = masked[2]!
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  if (!/^1*0*$/.test(bits)) throw new Unreadable(`${text} is not a prefix`);
  return readSource(`${masked[1]}/${bits.replaceAll('0', '').length}`);
}
