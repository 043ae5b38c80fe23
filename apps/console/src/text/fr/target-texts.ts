import type { TargetTexts } from '../target-texts';
import { parameterTitles as titles } from './parameter-titles';

const simulated =
  'un exemple de sortie enregistré, relu par un analyseur séparé et appliqué dans un simulateur';
const schema =
  'le schéma JSON de l’API ; la sortie est relue par un analyseur séparé et appliquée dans un simulateur de kubectl';
const cloud = 'terraform test et apply, avec le schéma du fournisseur et un cloud de test';

const name63 = 'Lettres, chiffres, points, traits de soulignement et traits d’union, 63 au plus.';
const ownName31 =
  'Minuscules, chiffres et traits de soulignement, 31 au plus ; ni mot du langage de nft, ni nom d’un autre programme.';
const label63 = 'Minuscules, chiffres et traits d’union, 63 au plus.';
const prefixes = 'Une adresse ou un préfixe en notation CIDR par ligne.';
const allOrOurs =
  'permit ajoute des règles et ne bloque personne ; exclusive bloque aussi tous les autres sur les mêmes ports.';
const ownTable =
  'Votre table inet ; en mode exclusive, le nom d’une table qui nous est propre (« filter » y désigne « postern »).';
const firewalldPlace = 'mail-server : firewalld fonctionne sur le serveur ; router : il transmet vers lui.';
const zone = 'La zone par laquelle arrivent les connexions du fournisseur ; ANY est toute zone.';
const above = (what: string) =>
  `${what} au-dessus de laquelle les nôtres sont placées ; sinon, les nouvelles vont à la fin.`;
const byServer = (what: string) =>
  `${what} par nom de serveur ; faute d’indication, le module demande la variable.`;
const openedBy = { title: 'Où les règles s’appliquent' };

/** The texts of the targets of firewall rules in French. */
export const targetTexts: TargetTexts = {
  labels: {
    feed: 'Listes pour les pare-feu qui les interrogent (texte, CSV, JSON)',
    iptables: 'iptables de Linux, avec ipset',
    ufw: 'ufw d’Ubuntu et de Debian',
    firewalld: 'firewalld de Red Hat, Fedora et SUSE',
    'juniper-srx': 'Juniper SRX (commandes set)',
    opnsense: 'OPNsense (import d’alias)',
    pfsense: 'pfSense (alias par le shell PHP)',
    ansible: 'Ansible, pour nftables ou firewalld',
    handover: 'Fiche pour le service informatique',
    'terraform-aws': 'Module Terraform pour AWS',
    'terraform-azure': 'Module Terraform pour Azure',
    'terraform-google': 'Module Terraform pour Google Cloud',
  },
  proofs: {
    feed: 'un exemple de sortie enregistré, relu par un analyseur strict',
    nftables: 'nft et des connexions TCP dans un espace de noms réseau',
    iptables: 'iptables-restore, ipset et des connexions TCP dans un espace de noms réseau',
    ufw: 'l’essai ufw --dry-run',
    firewalld: 'firewalld et des connexions TCP dans un espace de noms réseau',
    fortigate: simulated,
    paloalto: simulated,
    'cisco-asa': simulated,
    mikrotik: simulated,
    'juniper-srx': simulated,
    opnsense: simulated,
    pfsense:
      'un exemple de sortie enregistré, relu par un analyseur séparé, exécuté par PHP avec des remplaçants des fonctions de pfSense et appliqué dans un simulateur',
    windows: simulated,
    ansible: 'ansible-playbook avec nft et firewalld dans un espace de noms réseau',
    kubernetes: schema,
    cilium: schema,
    postfix: 'la commande postmap -q',
    dovecot: 'doveadm auth test avec Dovecot 2.3 et 2.4',
    handover: 'un exemple de sortie enregistré',
    'terraform-aws': 'terraform validate, plan et test avec le fournisseur AWS',
    'terraform-azure': cloud,
    'terraform-google': cloud,
  },
  checks: {
    opnsense: 'Firewall, Aliases : télécharger les alias en JSON',
    pfsense: 'Diagnostics, Backup & Restore : télécharger config.xml, ou sa zone Aliases',
  },
  parameters: {
    format: {
      title: 'Format',
      help: 'text : un préfixe par ligne, comme l’interrogent PAN-OS, FortiGate, SonicWall et pfSense.',
    },
    mode: { title: titles.mode, help: allOrOurs },
    'ansible.mode': { title: titles.mode, help: `Avec la forme nftables. ${allOrOurs}` },
    'kubernetes.mode': {
      title: titles.mode,
      help: 'permit : pour des pods qu’une policy à vous isole déjà, les nôtres ne faisant qu’ajouter ; exclusive : les nôtres les isolent.',
    },
    furtherSources: {
      title: titles.furtherSources,
      help: 'En mode exclusive : qui d’autre peut se connecter, p. ex. vos bureaux et votre VPN.',
      format: prefixes,
    },
    'dovecot.furtherSources': {
      title: titles.furtherSources,
      help: 'Les autres réseaux d’où des personnes se connectent, p. ex. vos bureaux et votre VPN.',
      format: prefixes,
    },
    place: {
      ...openedBy,
      help: 'router : les règles nomment l’adresse du serveur ; mail-server : elles s’appliquent sur le serveur et désignent lui-même.',
    },
    'ufw.place': {
      ...openedBy,
      help: 'mail-server : ufw fonctionne sur le serveur ; router : il transmet vers lui.',
    },
    'firewalld.place': { ...openedBy, help: firewalldPlace },
    'ansible.place': { ...openedBy, help: firewalldPlace },
    table: { title: 'Table', help: ownTable, format: ownName31 },
    'ansible.table': { title: 'Table', help: `Avec la forme nftables. ${ownTable}`, format: ownName31 },
    chain: { title: 'Chaîne', format: ownName31 },
    'ansible.chain': { title: 'Chaîne', help: 'Avec la forme nftables.', format: ownName31 },
    'iptables.chain': {
      title: 'Chaîne',
      format: 'Majuscules, chiffres et traits de soulignement, 27 au plus ; pas le nom d’un autre programme.',
    },
    'mikrotik.chain': {
      title: 'Chaîne',
      help: 'forward pour un routeur devant le serveur ; input pour RouterOS lui-même.',
      format: name63,
    },
    'ufw.form': {
      title: titles.form,
      help: 'commands : une commande ufw par préfixe ; ipset : des listes que charge after.init d’ufw, pour plus de 100 préfixes.',
    },
    'ansible.form': { title: titles.form, help: 'Le pare-feu des machines : nftables ou firewalld.' },
    zone: { title: 'Zone', help: zone, format: name63 },
    'ansible.zone': { title: 'Zone', help: `Avec la forme firewalld. ${zone}`, format: name63 },
    sourceInterface: { title: 'Interface externe', format: name63 },
    destinationInterface: { title: 'Interface des serveurs', format: name63 },
    firstPolicyId: {
      title: titles.firstPolicyId,
      help: 'Chaque règle a son propre numéro de policy, tiré de son nom, de ce nombre à 1000000000 au-dessus.',
      format: 'Un nombre entier de 1 à 3000000000.',
    },
    before: { title: titles.before, help: above('La policy'), format: name63 },
    'fortigate.before': {
      title: titles.before,
      help: above('La policy'),
      format: 'Le numéro d’une policy, de 1 à 4294967294.',
    },
    'paloalto.before': { title: titles.before, help: above('La règle'), format: name63 },
    'mikrotik.before': {
      title: titles.before,
      help: above('Le commentaire de la règle'),
      format: name63,
    },
    virtualIps: {
      title: titles.virtualIps,
      help: 'Votre objet VIP IPv4 par nom de serveur, si le serveur est derrière un NAT.',
      format: name63,
    },
    feedUrl: {
      title: 'Adresse à interroger',
      help: 'Les listes sont interrogées au lieu d’être écrites dans la configuration.',
      format: 'L’adresse https de cette installation, sans chemin, 300 caractères au plus.',
    },
    fromZone: { title: 'Zone externe', format: name63 },
    toZone: { title: 'Zone des serveurs', format: name63 },
    'paloalto.toZone': {
      title: 'Zone des serveurs',
      help: 'La zone d’après le NAT, où le serveur se trouve réellement.',
      format: name63,
    },
    certificateProfile: {
      title: 'Profil de certificat',
      help: 'Avec une liste interrogée : le profil selon lequel l’appareil vérifie le certificat de cette installation.',
      format: name63,
    },
    interval: {
      title: 'Intervalle',
      help: 'Avec une liste interrogée : la fréquence à laquelle l’appareil la lit.',
    },
    accessList: {
      title: 'Liste d’accès',
      help: 'La liste déjà attachée à votre interface externe.',
      format: name63,
    },
    interface: {
      title: 'Interface d’arrivée',
      help: 'Là où arrivent les connexions du fournisseur ; la fiche des règles la nomme.',
      format: name63,
    },
    hosts: {
      title: 'Machines',
      help: 'Le groupe de votre inventaire ; la variable postern_hosts l’emporte.',
      format: name63,
    },
    namespace: {
      title: 'Espace de noms',
      help: 'L’espace de noms des pods des serveurs de messagerie.',
      format: label63,
    },
    pods: {
      title: 'Labels des pods',
      help: 'Les labels des pods derrière chaque serveur, p. ex. app=mail,tier=front.',
      format: 'Des labels comme kubectl les écrit, p. ex. app=mail,tier=front.',
    },
    version: {
      title: 'Version',
      help: 'De Dovecot ; aucune ne lit la syntaxe de l’autre. Debian 13 a la 2.4.',
    },
    note: {
      title: 'Message',
      help: 'Une phrase à votre service informatique.',
      format: '500 caractères au plus.',
    },
    language: { title: 'Langue', help: 'La langue de la fiche.' },
    securityGroupIds: {
      title: 'Groupes de sécurité',
      help: byServer('L’identifiant du groupe de sécurité'),
      format: 'Un identifiant comme sg-0123456789abcdef0.',
    },
    namePrefix: {
      title: 'Début des noms',
      format: 'Lettres, chiffres et traits d’union, 31 au plus.',
    },
    'terraform-google.namePrefix': {
      title: 'Début des noms',
      format: 'Minuscules, chiffres et traits d’union, 20 au plus.',
    },
    networkSecurityGroupIds: {
      title: 'Groupes de sécurité réseau',
      help: byServer('L’identifiant du groupe de sécurité réseau'),
      format: 'L’identifiant d’un groupe de sécurité réseau, /subscriptions/…',
    },
    firstPriority: {
      title: 'Première priorité',
      help: 'Les règles ont cette priorité ou l’une des 1999 suivantes.',
      format: 'Un nombre entier de 100 à 2097.',
    },
    priorityOffsets: {
      title: 'Écarts de priorité',
      help: 'L’écart à la première priorité par règle, pour deux règles qui auraient la même priorité ; une constatation les nomme.',
      format: 'Un nombre entier de 0 à 1999.',
    },
    targetTags: {
      title: 'Tags réseau',
      help: byServer('Le tag réseau des instances'),
      format: label63,
    },
    network: {
      title: 'Réseau',
      help: 'Le réseau VPC ; sans lui, le module demande la variable.',
      format: 'Le nom ou le lien d’un réseau VPC.',
    },
  },
};
