import type { TargetTexts } from '../target-texts';
import { parameterTitles as titles } from './parameter-titles';

const simulated =
  'gespeicherter Beispielausgabe, die ein eigener Parser zurückliest und die ein Simulator anwendet';
const schema =
  'dem JSON-Schema der API; die Ausgabe liest ein eigener Parser zurück, und ein Simulator von kubectl wendet sie an';
const cloud = 'terraform test und apply, mit dem Schema des Providers und einer Cloud der Tests';

const name63 = 'Buchstaben, Ziffern, Punkte, Unterstriche und Bindestriche, höchstens 63.';
const ownName31 =
  'Kleinbuchstaben, Ziffern und Unterstriche, höchstens 31; kein Wort der Sprache von nft und kein Name eines anderen Programms.';
const label63 = 'Kleinbuchstaben, Ziffern und Bindestriche, höchstens 63.';
const prefixes = 'Eine Adresse oder ein Präfix in CIDR-Schreibweise je Zeile.';
const allOrOurs =
  'permit fügt Regeln hinzu und sperrt niemanden; exclusive sperrt auf denselben Ports auch alle anderen.';
const ownTable =
  'Ihre inet-Tabelle; im Modus exclusive der Name einer eigenen Tabelle von uns („filter“ steht dort für „postern“).';
const firewalldPlace = 'mail-server: firewalld läuft auf dem Server; router: es leitet an ihn weiter.';
const zone = 'Die Zone, durch die die Verbindungen des Anbieters kommen; ANY ist jede Zone.';
const above = (what: string) => `${what}, über die unsere gestellt werden; sonst kommen neue ans Ende.`;
const byServer = (what: string) => `${what} je Servername; ohne Angabe fragt das Modul nach der Variablen.`;
const openedBy = { title: 'Wo die Regeln laufen' };

/** The texts of the targets of firewall rules in German. */
export const targetTexts: TargetTexts = {
  labels: {
    feed: 'Listen für Firewalls, die sie abrufen (Text, CSV, JSON)',
    iptables: 'Linux iptables mit ipset',
    ufw: 'ufw von Ubuntu und Debian',
    firewalld: 'firewalld von Red Hat, Fedora und SUSE',
    'juniper-srx': 'Juniper SRX (set-Befehle)',
    opnsense: 'OPNsense (Import von Aliasen)',
    pfsense: 'pfSense (Aliase über die PHP-Shell)',
    ansible: 'Ansible, für nftables oder firewalld',
    handover: 'Merkblatt für die IT',
    'terraform-aws': 'Terraform-Modul für AWS',
    'terraform-azure': 'Terraform-Modul für Azure',
    'terraform-google': 'Terraform-Modul für Google Cloud',
  },
  proofs: {
    feed: 'gespeicherter Beispielausgabe, die ein strenger Parser zurückliest',
    nftables: 'nft und TCP-Verbindungen in einem Netzwerk-Namespace',
    iptables: 'iptables-restore, ipset und TCP-Verbindungen in einem Netzwerk-Namespace',
    ufw: 'dem Probelauf ufw --dry-run',
    firewalld: 'firewalld und TCP-Verbindungen in einem Netzwerk-Namespace',
    fortigate: simulated,
    paloalto: simulated,
    'cisco-asa': simulated,
    mikrotik: simulated,
    'juniper-srx': simulated,
    opnsense: simulated,
    pfsense:
      'gespeicherter Beispielausgabe, die ein eigener Parser zurückliest, PHP mit Ersatz für die Funktionen von pfSense ausführt und ein Simulator anwendet',
    windows: simulated,
    ansible: 'ansible-playbook mit nft und firewalld in einem Netzwerk-Namespace',
    kubernetes: schema,
    cilium: schema,
    postfix: 'dem Befehl postmap -q',
    dovecot: 'doveadm auth test mit Dovecot 2.3 und 2.4',
    handover: 'gespeicherter Beispielausgabe',
    'terraform-aws': 'terraform validate, plan und test mit dem Provider für AWS',
    'terraform-azure': cloud,
    'terraform-google': cloud,
  },
  checks: {
    opnsense: 'Firewall, Aliases: die Aliase als JSON herunterladen',
    pfsense: 'Diagnostics, Backup & Restore: config.xml herunterladen, oder daraus den Bereich Aliases',
  },
  parameters: {
    format: {
      title: 'Format',
      help: 'text: ein Präfix je Zeile, wie PAN-OS, FortiGate, SonicWall und pfSense es abrufen.',
    },
    mode: { title: titles.mode, help: allOrOurs },
    'ansible.mode': { title: titles.mode, help: `Mit der Form nftables. ${allOrOurs}` },
    'kubernetes.mode': {
      title: titles.mode,
      help: 'permit: für Pods, die eine Ihrer Policies schon isoliert, sodass unsere nur etwas hinzufügen; exclusive: unsere isolieren sie.',
    },
    furtherSources: {
      title: titles.furtherSources,
      help: 'Im Modus exclusive: wer sonst noch verbinden darf, z. B. Ihr Büro und Ihr VPN.',
      format: prefixes,
    },
    'dovecot.furtherSources': {
      title: titles.furtherSources,
      help: 'Andere Netze, aus denen sich Personen anmelden, z. B. Ihr Büro und Ihr VPN.',
      format: prefixes,
    },
    place: {
      ...openedBy,
      help: 'router: Die Regeln nennen die Adresse des Servers; mail-server: sie laufen auf dem Server und meinen ihn selbst.',
    },
    'ufw.place': {
      ...openedBy,
      help: 'mail-server: ufw läuft auf dem Server; router: es leitet an ihn weiter.',
    },
    'firewalld.place': { ...openedBy, help: firewalldPlace },
    'ansible.place': { ...openedBy, help: firewalldPlace },
    table: { title: 'Tabelle', help: ownTable, format: ownName31 },
    'ansible.table': { title: 'Tabelle', help: `Mit der Form nftables. ${ownTable}`, format: ownName31 },
    chain: { title: 'Kette', format: ownName31 },
    'ansible.chain': { title: 'Kette', help: 'Mit der Form nftables.', format: ownName31 },
    'iptables.chain': {
      title: 'Kette',
      format: 'Großbuchstaben, Ziffern und Unterstriche, höchstens 27; kein Name eines anderen Programms.',
    },
    'mikrotik.chain': {
      title: 'Kette',
      help: 'forward für einen Router vor dem Server; input für RouterOS selbst.',
      format: name63,
    },
    'ufw.form': {
      title: titles.form,
      help: 'commands: ein ufw-Befehl je Präfix; ipset: Listen, die after.init von ufw lädt, für mehr als 100 Präfixe.',
    },
    'ansible.form': { title: titles.form, help: 'Die Firewall auf den Maschinen: nftables oder firewalld.' },
    zone: { title: 'Zone', help: zone, format: name63 },
    'ansible.zone': { title: 'Zone', help: `Mit der Form firewalld. ${zone}`, format: name63 },
    sourceInterface: { title: 'Äußere Schnittstelle', format: name63 },
    destinationInterface: { title: 'Schnittstelle der Server', format: name63 },
    firstPolicyId: {
      title: titles.firstPolicyId,
      help: 'Jede Regel hat eine eigene Policy-Nummer, aus ihrem Namen gebildet, von dieser Zahl bis 1000000000 darüber.',
      format: 'Eine ganze Zahl von 1 bis 3000000000.',
    },
    before: { title: titles.before, help: above('Die Policy'), format: name63 },
    'fortigate.before': {
      title: titles.before,
      help: above('Die Policy'),
      format: 'Die Nummer einer Policy, von 1 bis 4294967294.',
    },
    'paloalto.before': { title: titles.before, help: above('Die Regel'), format: name63 },
    'mikrotik.before': { title: titles.before, help: above('Der Kommentar der Regel'), format: name63 },
    virtualIps: {
      title: titles.virtualIps,
      help: 'Ihr IPv4-VIP-Objekt je Servername, wo der Server hinter NAT steht.',
      format: name63,
    },
    feedUrl: {
      title: 'Adresse zum Abrufen',
      help: 'Die Listen werden abgerufen und nicht in die Konfiguration geschrieben.',
      format: 'Die https-Adresse dieser Installation ohne Pfad, höchstens 300 Zeichen.',
    },
    fromZone: { title: 'Äußere Zone', format: name63 },
    toZone: { title: 'Zone der Server', format: name63 },
    'paloalto.toZone': {
      title: 'Zone der Server',
      help: 'Die Zone nach dem NAT, wo der Server wirklich ist.',
      format: name63,
    },
    certificateProfile: {
      title: 'Zertifikatsprofil',
      help: 'Mit einer abgerufenen Liste: das Profil, nach dem das Gerät das Zertifikat dieser Installation prüft.',
      format: name63,
    },
    interval: { title: 'Abstand', help: 'Mit einer abgerufenen Liste: wie oft das Gerät sie liest.' },
    accessList: {
      title: 'Zugriffsliste',
      help: 'Die Liste, die schon an Ihrer äußeren Schnittstelle hängt.',
      format: name63,
    },
    interface: {
      title: 'Schnittstelle',
      help: 'Wo die Verbindungen des Anbieters ankommen; das Blatt mit den Regeln nennt sie.',
      format: name63,
    },
    hosts: {
      title: 'Maschinen',
      help: 'Die Gruppe Ihres Inventars; die Variable postern_hosts hat Vorrang.',
      format: name63,
    },
    namespace: { title: 'Namespace', help: 'Der Namespace der Pods der Mailserver.', format: label63 },
    pods: {
      title: 'Labels der Pods',
      help: 'Die Labels der Pods hinter jedem Server, z. B. app=mail,tier=front.',
      format: 'Labels, wie kubectl sie hat, z. B. app=mail,tier=front.',
    },
    version: {
      title: 'Version',
      help: 'Von Dovecot; keine liest die Syntax der anderen. Debian 13 hat 2.4.',
    },
    note: {
      title: 'Mitteilung',
      help: 'Ein Satz an Ihre IT-Abteilung.',
      format: 'Höchstens 500 Zeichen.',
    },
    language: { title: 'Sprache', help: 'Die Sprache des Blattes.' },
    securityGroupIds: {
      title: 'Sicherheitsgruppen',
      help: byServer('Die Id der Sicherheitsgruppe'),
      format: 'Eine Id wie sg-0123456789abcdef0.',
    },
    namePrefix: {
      title: 'Anfang der Namen',
      format: 'Buchstaben, Ziffern und Bindestriche, höchstens 31.',
    },
    'terraform-google.namePrefix': {
      title: 'Anfang der Namen',
      format: 'Kleinbuchstaben, Ziffern und Bindestriche, höchstens 20.',
    },
    networkSecurityGroupIds: {
      title: 'Netzwerksicherheitsgruppen',
      help: byServer('Die Id der Netzwerksicherheitsgruppe'),
      format: 'Die Id einer Netzwerksicherheitsgruppe, /subscriptions/…',
    },
    firstPriority: {
      title: 'Erste Priorität',
      help: 'Die Regeln haben diese Priorität oder eine der 1999 danach.',
      format: 'Eine ganze Zahl von 100 bis 2097.',
    },
    priorityOffsets: {
      title: 'Abstände der Prioritäten',
      help: 'Der Abstand von der ersten Priorität je Regel, für zwei Regeln, die dieselbe Priorität bekämen; ein Befund nennt sie.',
      format: 'Eine ganze Zahl von 0 bis 1999.',
    },
    targetTags: {
      title: 'Netzwerk-Tags',
      help: byServer('Der Netzwerk-Tag der Instanzen'),
      format: label63,
    },
    network: {
      title: 'Netzwerk',
      help: 'Das VPC-Netzwerk; ohne Angabe fragt das Modul nach der Variablen.',
      format: 'Der Name oder der Link eines VPC-Netzwerks.',
    },
  },
};
