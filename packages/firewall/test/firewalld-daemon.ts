import type { TextFile } from './strict-cidr.js';

/**
 * Commands that start firewalld with a bus and a configuration of its own, for a namespace that may mount (`-rnm`). It
 * ends with the script.
 */
export const startFirewalld = `
mount -t tmpfs none /run; touch run-is-own; mkdir -p /run/dbus
[ -L /var/run ] || mount --bind /run /var/run
mount -t tmpfs none /etc/firewalld; mkdir /etc/firewalld/zones /etc/firewalld/ipsets /etc/firewalld/policies /etc/firewalld/services /etc/firewalld/icmptypes /etc/firewalld/helpers
printf 'DefaultZone=public\\nFirewallBackend=nftables\\n' > /etc/firewalld/firewalld.conf
mount -t tmpfs none /var/log
cat > bus.conf <<'BUS'
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/><allow user="*"/></policy></busconfig>
BUS
dbus-daemon --config-file=bus.conf --nofork > bus.log 2>&1 & bus=$!
trap 'kill $firewalld $bus 2>/dev/null' EXIT
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
firewalld --nofork --nopid > firewalld.log 2>&1 & firewalld=$!
until firewall-cmd --state > /dev/null 2>&1; do sleep 0.2; done
`;

/** What firewalld prints for these files, for tests of the reader without the daemon. */
export function printedByFirewalld(files: readonly TextFile[]): string {
  const nameOf = (path: string) => path.replace(/^.*\/(.*)\.xml$/, '$1');
  const xml = (folder: string) => files.filter(({ path }) => path.startsWith(`${folder}/`));
  const words = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, word]) => word!);
  const policies = xml('policies').flatMap(({ path, text }) => [
    `${nameOf(path)} (active)`,
    `  priority: ${words(text, /priority="([^"]*)"/g).join('')}`,
    `  target: ${words(text, /target="([^"]*)"/g).join('')}`,
    `  ingress-zones: ${words(text, /<ingress-zone name="([^"]*)"/g).join(' ')}`,
    `  egress-zones: ${words(text, /<egress-zone name="([^"]*)"/g).join(' ')}`,
    ...['services', 'ports', 'protocols'].map((field) => `  ${field}: `),
    '  rich rules: ',
    ...words(text, /<(rule .*)<\/rule>/g).map(
      (rule) => `\t${rule.replace(/<|\/>$/g, '').replace(/\/?>/g, ' ')}`,
    ),
    '',
  ]);
  const ipsets = xml('ipsets').flatMap(({ path, text }) => [
    nameOf(path),
    '  type: hash:net',
    `  options: family=${words(text, /"(inet6?)"/g).join('')} maxelem=131072`,
    `  entries: ${words(text, /<entry>(.*)<\/entry>/g).join(' ')}`,
  ]);
  return [...policies, ...ipsets, ''].join('\n');
}
