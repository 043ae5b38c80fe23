import type { RenderedFile } from './target.js';

const kept = '/etc/postern-iptables';

const unit = (lines: readonly string[]) => [...lines, ''].join('\n');

/**
 * The lists must be there before netfilter-persistent or iptables.service restores rules that name them: otherwise
 * iptables-restore refuses the whole table. The chain of the newest revision is loaded after that.
 */
export const bootUnits: readonly RenderedFile[] = [
  {
    path: 'postern-ipset.service',
    mediaType: 'text/plain',
    text: unit([
      '[Unit]',
      'Description=Postern: address lists that firewall rules name',
      'DefaultDependencies=no',
      'After=local-fs.target',
      'Before=netfilter-persistent.service iptables.service ip6tables.service network-pre.target',
      'Wants=network-pre.target',
      '',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=/bin/sh -c 'ipset -exist restore < ${kept}/postern.ipset'`,
      '',
      '[Install]',
      'WantedBy=sysinit.target',
    ]),
  },
  {
    path: 'postern-rules.service',
    mediaType: 'text/plain',
    text: unit([
      '[Unit]',
      'Description=Postern: firewall rules for the mail allowlist',
      'DefaultDependencies=no',
      'After=postern-ipset.service netfilter-persistent.service iptables.service ip6tables.service',
      'Requires=postern-ipset.service',
      'Before=network-pre.target',
      '',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      'Environment=POSTERN_FORCE=1',
      `ExecStart=/bin/sh ${kept}/apply.sh`,
      '',
      '[Install]',
      'WantedBy=sysinit.target',
    ]),
  },
];

const names = bootUnits.map(({ path }) => path).join(' ');

/** Adds the addresses of servers that were filled in to the copy of the lists that a restart loads. */
export function saveAddresses(folder: string): string[] {
  return [
    "grep -o '^create postern_[46]_[^ ]*' postern.ipset | while read -r _ set; do",
    '  ipset -q save "$set" | grep "^add" || true',
    `done >> ${folder}/postern.ipset`,
  ];
}

/** The end of apply.sh: with --at-boot it installs the units, and later revisions replace what they load. */
export const installAtBoot: readonly string[] = [
  `[ "\${1:-}" != --at-boot ] || mkdir -p ${kept}`,
  `[ -d ${kept} ] && [ "$PWD" != ${kept} ] || exit 0`,
  `cp postern.ipset postern.v4.rules postern.v6.rules apply.sh ${kept}/`,
  ...saveAddresses(kept),
  `cp ${names} /etc/systemd/system/`,
  `! command -v systemctl >/dev/null || systemctl enable ${names}`,
];

/** Takes the units away again. */
export const removeAtBoot: readonly string[] = [
  `if [ -d ${kept} ]; then`,
  `  ! command -v systemctl >/dev/null || systemctl disable ${names}`,
  `  rm -rf ${kept} ${bootUnits.map(({ path }) => `/etc/systemd/system/${path}`).join(' ')}`,
  'fi',
];
