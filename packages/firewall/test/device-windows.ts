import { Fault } from './strict-cidr.js';

type FirewallRule = { group: string; fields: Map<string, string> };

/**
 * Windows Defender Firewall as our scripts change it (NetSecurity module): `New-NetFirewallRule` refuses a name that
 * exists, `Set-NetFirewallRule` one that does not; a rule holds at most 10,000 addresses. It runs the calls of
 * `Set-PosternRule` by what its body says, and the two removals. Throws a Fault for what PowerShell would stop at.
 */
export class WindowsDevice {
  readonly rules = new Map<string, FirewallRule>();

  run(text: string): void {
    const body = /function Set-PosternRule \{\r\n([\s\S]*?)\r\n\}\r\n/.exec(text)?.[1];
    const calls = text.replace(/function [\s\S]*?\r\n\}\r\n/, '').replace(/(?:`|\|)\r\n\s+/g, ' ');
    let wanted: string[] = [];
    for (const line of calls
      .split('\r\n')
      .filter((raw) => raw !== '' && !raw.startsWith('#') && !raw.startsWith('$Error'))) {
      if (line.startsWith('Set-PosternRule ')) this.#call(line, body ?? '');
      else if (line.startsWith('$wanted = ')) wanted = strings(line);
      else if (line.includes('-notin $wanted')) this.#remove((name) => !wanted.includes(name));
      else if (/^Get-NetFirewallRule -Group 'Postern' .*\| Remove-NetFirewallRule$/.test(line))
        this.#remove(() => true);
      else throw new Fault(`unknown command: ${line}`);
    }
  }

  #call(line: string, body: string): void {
    const values = new Map(
      [...line.matchAll(/ -(\w+) (@\([^)]*\)|'[^']*')/g)].map(([, key, value]) => [key!, value!]),
    );
    const name = strings(values.get('Name') ?? '')[0];
    if (name === undefined) throw new Fault(`no name: ${line}`);
    if (
      strings(values.get('LocalAddress') ?? '').length === 0 ||
      strings(values.get('RemoteAddress') ?? '').length === 0
    )
      throw new Fault(`${name} would be open to any address`);
    if (strings(values.get('RemoteAddress')!).length > 10_000)
      throw new Fault(`${name} has too many addresses`);
    const isThere = this.rules.has(name);
    const made = /} else \{\r\n {4}New-NetFirewallRule -Name \$Name .*-Group '(\w+)' @rule/.exec(body)?.[1];
    if (!isThere && made === undefined) throw new Fault('the script makes no new rules');
    if (isThere && !/ {4}Set-NetFirewallRule -Name \$Name .*@rule/.test(body))
      throw new Fault('the script changes no rules');
    const fields = new Map(this.rules.get(name)?.fields);
    for (const [, key, value] of body.matchAll(/(\w+) = '(\w+)'/g)) fields.set(key!, value!);
    for (const key of ['LocalPort', 'LocalAddress', 'RemoteAddress', 'DisplayName'])
      fields.set(key, values.get(key) ?? '');
    this.rules.set(name, { group: this.rules.get(name)?.group ?? made!, fields });
  }

  #remove(isGone: (name: string) => boolean): void {
    for (const [name, { group }] of this.rules)
      if (group === 'Postern' && isGone(name)) this.rules.delete(name);
  }
}

function strings(text: string): string[] {
  return [...text.matchAll(/'([^']*)'/g)].map(([, value]) => value!);
}

/** Rules without their order; addresses in order. */
export function windowsState(device: WindowsDevice): string[] {
  return [...device.rules]
    .map(
      ([name, { group, fields }]) =>
        `${name} ${group} ${[...fields]
          .map(([key, value]) => `${key}=${value.startsWith('@') ? strings(value).toSorted().join() : value}`)
          .toSorted()
          .join(' ')}`,
    )
    .toSorted();
}
