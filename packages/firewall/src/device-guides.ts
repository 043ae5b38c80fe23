import { z } from 'zod';

/** A list that a device can read: whose addresses it holds, and where it is. */
export type GuideList = { readonly name: string; readonly url: string };

const head = {
  id: z.string(),
  label: z.string(),
  reads: z
    .enum(['allow', 'block'])
    .meta({ description: 'block: the device drops what such a list holds, so it must not read ours.' }),
  target: z.string().nullable().meta({
    description:
      'The target of rules that hold the prefixes themselves, for a device that shall not poll; null if there is none.',
  }),
};
export const guideHeadSchema = z.object(head).meta({ id: 'DeviceGuideHead' });
export const deviceGuideSchema = z
  .object({ ...head, text: z.string().meta({ description: 'The guide as Markdown.' }) })
  .meta({ id: 'DeviceGuide' });

type Guide = z.infer<typeof guideHeadSchema> & {
  /** The vendor's page that the commands and menu paths were compared with on 2026-11-26. */
  readonly source: string;
  readonly steps: (lists: readonly GuideList[]) => string[];
};

const eachList = (lists: readonly GuideList[], lines: (list: GuideList) => readonly string[]) => [
  '```',
  ...lists.flatMap(lines),
  '```',
];
const hostOf = (lists: readonly GuideList[]) => new URL(lists[0]!.url).origin;
const pathOf = ({ url }: GuideList) => new URL(url).pathname;
/** The name of a list in a device's language that takes no hyphen. */
const underscored = ({ name }: GuideList) => `postern_${name}`;

/**
 * None of these devices was available. PAN-OS's path of `auth` and RouterOS's limit of 64 KiB are not on the page that is
 * named here; they come from the vendors' modules for Ansible and from reports of users.
 */
const guides: readonly Guide[] = [
  {
    id: 'pan-edl',
    source:
      'https://docs.paloaltonetworks.com/pan-os/8-0/pan-os-new-features/authentication-features/authentication-for-external-dynamic-lists',
    label: 'Palo Alto Networks PAN-OS, external dynamic lists',
    reads: 'allow',
    target: 'paloalto',
    steps: (lists) => [
      'Make a certificate profile with the root certificate that signed the certificate of this installation (Device, Certificate Management): PAN-OS reads no https list without one. Then, in configuration mode:',
      ...eachList(lists, ({ name, url }) => [
        `set external-list postern-${name} type ip url "${url}"`,
        `set external-list postern-${name} type ip certificate-profile REPLACE-CERTIFICATE-PROFILE`,
        `set external-list postern-${name} type ip auth username any`,
        `set external-list postern-${name} type ip auth password REPLACE-NETWORK-TOKEN`,
        `set external-list postern-${name} type ip recurring hourly`,
      ]),
      'Name the lists as the source of a security rule, and commit. PAN-OS stops enforcing a list whose authentication fails: use a token without an end, and replace it before you revoke it.',
    ],
  },
  {
    id: 'fortigate',
    source: 'https://docs.fortinet.com/document/fortigate/6.4.0/cli-reference/90620',
    label: 'Fortinet FortiGate, external connector',
    reads: 'allow',
    target: 'fortigate',
    steps: (lists) => [
      'In FortiOS 6.2 or later:',
      '```',
      'config system external-resource',
      ...lists.flatMap(({ name, url }) => [
        `    edit "postern-${name}"`,
        '        set type address',
        `        set resource "${url}"`,
        '        set username "any"',
        '        set password "REPLACE-NETWORK-TOKEN"',
        '        set refresh-rate 60',
        '    next',
      ]),
      'end',
      '```',
      'Name the lists as the source address of a policy with the action accept. A DNS filter or a web filter would block them instead.',
    ],
  },
  {
    id: 'opnsense',
    source: 'https://docs.opnsense.org/manual/aliases.html',
    label: 'OPNsense, URL table',
    reads: 'allow',
    target: 'opnsense',
    steps: (lists) => [
      'Firewall, Aliases, add: type “URL Table (IPs)”, refresh every hour, authorization “Basic” with any user name and the token as its password:',
      ...eachList(lists, (list) => [`${underscored(list)}  ${list.url}`]),
      'Firewall, Rules, WAN, add: pass, TCP, the alias as the source, your mail server as the destination, the port of that list. Aliases take IPv4 and IPv6.',
    ],
  },
  {
    id: 'pfsense',
    source: 'https://docs.netgate.com/pfsense/en/latest/firewall/aliases-types.html',
    label: 'pfSense, URL table',
    reads: 'allow',
    target: 'pfsense',
    steps: (lists) => [
      'Firewall, Aliases, URLs, add: type “URL Table (IPs)”, update every day. pfSense has no field for a password, so it stands in the address, which its configuration backup then holds:',
      ...eachList(lists, (list) => [
        `${underscored(list)}  ${list.url.replace('https://', 'https://any:REPLACE-NETWORK-TOKEN@')}`,
      ]),
      'Firewall, Rules, WAN, add: pass, TCP, the alias as the source, your mail server as the destination, the port of that list. New prefixes are announced days before they are used, so that a daily update is enough.',
    ],
  },
  {
    id: 'mikrotik',
    source: 'https://help.mikrotik.com/docs/display/ROS/Fetch',
    label: 'MikroTik RouterOS, fetched list',
    reads: 'allow',
    target: 'mikrotik',
    steps: (lists) => [
      'RouterOS reads a list with a script. Make one for each list and run it every hour with the scheduler; an answer that is shorter than a prefix changes nothing:',
      ...eachList(lists, ({ name, url }) => [
        `/system script add name=polled-${name} source={`,
        `  :local answer [/tool fetch url="${url}" user=any password=REPLACE-NETWORK-TOKEN check-certificate=yes as-value output=user]`,
        '  :local text ($answer->"data")',
        '  :if ([:len $text] > 9) do={',
        `    /${name.endsWith('6') ? 'ipv6' : 'ip'} firewall address-list remove [find list=polled-${name}]`,
        '    :while ([:len $text] > 0) do={',
        '      :local end [:find $text "\\n"]',
        `      /${name.endsWith('6') ? 'ipv6' : 'ip'} firewall address-list add list=polled-${name} address=[:pick $text 0 $end]`,
        '      :set text [:pick $text ($end + 1) [:len $text]]',
        '    }',
        '  }',
        '}',
        `/system scheduler add name=polled-${name} interval=1h on-event="/system script run polled-${name}"`,
      ]),
      'RouterOS keeps at most 64 KiB of an answer in a variable: for more than about 3,000 prefixes use rules instead of this list.',
    ],
  },
  {
    id: 'juniper-srx',
    source:
      'https://community.juniper.net/blogs/karel-hendrych/2025/11/30/srx-dynamic-ip-objects-aka-feed-server',
    label: 'Juniper SRX, dynamic addresses',
    reads: 'allow',
    target: 'juniper-srx',
    steps: (lists) => [
      'In configuration mode:',
      '```',
      `set security dynamic-address feed-server postern url ${hostOf(lists)}`,
      'set security dynamic-address feed-server postern update-interval 3600',
      ...lists.flatMap((list) => [
        `set security dynamic-address feed-server postern feed-name postern-${list.name} path ${pathOf(list)}`,
        `set security dynamic-address address-name postern-${list.name} profile feed-name postern-${list.name}`,
      ]),
      '```',
      'Commit, and compare what `show security dynamic-address` prints with the list. Juniper describes lists that are packed as .tgz, and this installation serves plain text: if no address arrives, use the rules for Juniper SRX instead.',
      'Not every release of Junos sends a password with a feed: where yours does not, put a reverse proxy that adds the token between the SRX and this installation, or use rules instead. Name the dynamic addresses as the source address of a policy that permits.',
    ],
  },
  ...(
    [
      [
        'check-point',
        'Check Point, custom intelligence feeds',
        'Custom intelligence feeds (IoC) drop what they hold. Use “Network Feed” objects (R81.20 or later; Object Explorer, New, More, Network Object, Network Feed) as the source of an access rule: they take prefixes, one a line, and Basic authentication.',
        'https://sc1.checkpoint.com/documents/R81.20/WebAdminGuides/EN/CP_R81.20_SecurityManagement_AdminGuide/Content/Topics-SECMG/Network_Feed.htm',
      ],
      [
        'sophos',
        'Sophos Firewall, third-party threat feeds',
        'Third-party threat feeds block or log what they hold. Import the prefixes as an IP host list, and name that list as the source of a firewall rule.',
        'https://docs.sophos.com/nsg/sophos-firewall/21.0/help/en-us/webhelp/onlinehelp/AdministratorHelp/ActiveThreatResponse/index.html',
      ],
      [
        'cisco-security-intelligence',
        'Cisco Secure Firewall, Security Intelligence',
        'A Security Intelligence feed on the block list drops what it holds; on the do-not-block list it only skips that check and allows nothing. Use network objects, or the rules for Cisco ASA.',
        'https://docs.defenseorchestrator.com/cdfmc/c_about_security_intelligence_2.html',
      ],
    ] as const
  ).map(([id, label, text, source]): Guide => ({
    id,
    label,
    source,
    reads: 'block',
    target: null,
    steps: () => [`**Do not let this feature read our lists: it would block your mail.** ${text}`],
  })),
];

/** The guides that there are. */
export const guideHeads = guides.map(({ id, label, reads, target }) => ({ id, label, reads, target }));

/** The guide for a device with the addresses of its lists, of which there is at least one; `undefined` for an unknown device. */
export function deviceGuide(
  id: string,
  lists: readonly GuideList[],
): z.infer<typeof deviceGuideSchema> | undefined {
  const guide = guides.find((each) => each.id === id);
  if (guide === undefined) return undefined;
  const { label, reads, target, steps, source } = guide;
  const token =
    'Make a token of the role network for this device, and put it in the place of REPLACE-NETWORK-TOKEN. Lists are read with Basic authentication; the user name may be anything.';
  const text = [
    `# ${label}`,
    ...(reads === 'allow' ? [token] : []),
    ...steps(lists),
    `The vendor’s own page: <${source}>`,
    ...(target === null ? [] : withoutPolling(target)),
  ];
  return { id, label, reads, target, text: `${joined(text)}\n` };
}

/** The other way: files that hold the prefixes. */
function withoutPolling(target: string): string[] {
  const aliases =
    target === 'opnsense' || target === 'pfsense'
      ? ' Its aliases have other names than the ones above, so that both can be there while you change from one to the other.'
      : '';
  return [
    '## Without polling',
    `A device that shall not reach this installation is given the prefixes as a file: choose the target ${target} among the firewall rules in the console, run \`postern firewall ${target}\`, or call \`POST /v1/firewall/${target}\`. Load the file of each new revision before its prefixes are used; with the revision that the device has, a second file removes what is gone.${aliases}`,
  ];
}

/** Paragraphs have an empty line between them, the lines of a code block do not. */
function joined(lines: readonly string[]): string {
  let isCode = false;
  return lines
    .map((line, index) => {
      const isFence = line === '```';
      const text = index === 0 || isCode ? line : `\n${line}`;
      if (isFence) isCode = !isCode;
      return text;
    })
    .join('\n');
}
