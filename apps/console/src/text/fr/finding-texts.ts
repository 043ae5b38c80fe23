import type { FindingTexts } from '@postern/core/findings/finding-texts';
import { formats } from './formats';
import { parameterTitles as titles } from './parameter-titles';

const { plural, number, time } = formats;

/** The addresses of a server that rules on a device name, and why. */
const addressSides = {
  asa: ['private', 'depuis la version 8.3, les listes d’accès de l’ASA contiennent l’adresse d’après le NAT'],
  fortigate: [
    'private',
    `avec un NAT, la policy doit nommer votre objet VIP (voir « ${titles.virtualIps} »)`,
  ],
  opnsense: ['private', 'OPNsense filtre après la redirection de port'],
  'pan-os': ['public', 'les règles PAN-OS contiennent l’adresse d’avant le NAT et la zone d’après'],
  pfsense: ['private', 'le pare-feu filtre après la redirection de port'],
  routeros: ['private', 'RouterOS filtre après dst-nat'],
  srx: ['private', 'le SRX consulte les policies après le NAT de destination'],
  windows: ['private', 'les règles s’appliquent sur le serveur lui-même'],
} as const;

const sides = { private: 'privés', public: 'publics' } as const;

const parts = { host: 'son nom', URL: 'son URL' } as const;

const day = (at: string) => time(new Date(at));
const noneOr = (names: readonly string[]) => names.join(', ') || 'aucun';
const skipped = (server: string, why: string) => `Un serveur ${server} a été ignoré : ${why}.`;

/** The texts of findings about lists, rules and discovered servers in French. */
export const findingTexts: FindingTexts = {
  'list-empty': () => 'La liste n’a pas d’entrée ; des règles tirées d’elle bloqueraient le fournisseur',
  'protocol-empty': ({ protocol }) => `Il n’y a pas d’entrée pour ${protocol.toUpperCase()}`,
  'data-center-duplicate': ({ id }) => `Le centre de données ${id} figure deux fois dans la liste`,
  'entry-duplicate': ({ entry }) => `${entry} figure deux fois dans la liste`,
  'prefix-too-broad': ({ entry }) =>
    `${entry} couvre plus d’adresses que n’en utilisent les serveurs de messagerie d’un fournisseur`,
  'merged-too-broad': ({ prefix }) =>
    `Des entrées forment ensemble ${prefix}, soit plus d’adresses que n’en utilisent les serveurs de messagerie d’un fournisseur`,
  'prefix-documentation': ({ entry }) =>
    `${entry} est une adresse d’exemple (RFC 5737, RFC 3849), absente d’Internet`,
  'prefix-reserved': ({ entry }) =>
    `${entry} contient des adresses qui ne peuvent pas se connecter par Internet (RFC 6890)`,
  'entry-shadowed': ({ entry, outer }) => `${entry} se trouve à l’intérieur de ${outer}, de la même liste`,
  'date-missing': ({ entry, state }) =>
    state === 'announced' ? `${entry} est annoncé sans date` : `${entry} se termine sans date`,
  'dates-reversed': ({ entry }) => `${entry} se termine avant d’être actif`,
  'list-shrank': ({ family, protocol, before, after }) =>
    `La liste IPv${family} pour ${protocol.toUpperCase()} passe de ${before} à ${after} adresses`,
  'active-before-date': ({ entry, date }) => `${entry} devient actif avant la date annoncée, le ${day(date)}`,
  'removed-while-active': ({ entry }) =>
    `${entry} est supprimé alors qu’il est actif. Marquez-le d’abord comme se terminant, pour que personne ne soit bloqué`,
  'removed-before-retire-date': ({ entry, date }) =>
    `${entry} est supprimé avant le ${day(date)}, date jusqu’à laquelle il devait rester`,
  'vendor-unnamed': ({ name }) =>
    `Aucun fournisseur n’est nommé ; les règles et la fiche pour l’informatique indiquent donc « ${name} ». Ajoutez le nom sous lequel vos clients vous connaissent`,
  'accounts-without-data-center': ({ accounts }) =>
    `${plural(accounts, { one: '# compte n’a', other: '# comptes n’ont' })} pas de centre de données : seules les entrées sans centre de données y sont visibles, et aucune règle de pare-feu`,
  'accounts-of-unknown-data-center': ({ accounts }) =>
    `${plural(accounts, { one: '# compte a', other: '# comptes ont' })} un centre de données que cette liste ne contient pas : ni liste ni règles de pare-feu n’y sont disponibles`,
  'data-center-missing': ({ prefixes, known }) =>
    `Aucun centre de données n’est défini. ${plural(prefixes, { one: '# préfixe', other: '# préfixes' })} de centres de données ${
      known === undefined
        ? plural(prefixes, { one: 'manque', other: 'manquent' })
        : plural(prefixes, { one: 'manquerait', other: 'manqueraient' })
    } donc${known === undefined ? ' dans cette liste' : ` ; valeurs possibles : ${noneOr(known)}`}`,
  'data-center-unknown': ({ id, known, prefixes = 0 }) =>
    known === undefined
      ? `Des entrées nomment le centre de données ${id}, absent de la liste`
      : `La liste ne contient pas le centre de données ${id} (elle contient : ${noneOr(known)}) ; ${plural(prefixes, { one: '# préfixe appartient', other: '# préfixes appartiennent' })} à des centres de données`,

  'list-errors': ({ errors }) =>
    `La liste a ${plural(errors, { one: '# autre erreur', other: '# autres erreurs' })} ; postern allowlist lint les nomme toutes`,
  'sources-too-broad': ({ list, prefix }) =>
    `${list === undefined ? `« ${titles.furtherSources} »` : `La liste ${list}`} forme ${prefix}, ce qui est trop large pour une règle ; aucun fichier n’a été écrit`,
  'host-refused': ({ owner }) =>
    `Un serveur ${owner === undefined ? 'd’un webhook' : `de ${owner}`} n’a pas de nom ou de port utilisable ; il ne reçoit pas de règle`,
  'hosted-provider': ({ host, provider }) =>
    `${host} est exploité par ${provider} : aucun pare-feu à vous ne se trouve devant, il n’a donc pas besoin de règle`,
  'webhook-list-empty': () =>
    'Le fournisseur n’indique pas d’adresses pour les webhooks ; leurs destinataires ne reçoivent donc pas de règle',
  'no-servers': () => 'Aucun serveur à vous n’est configuré ; il n’y a donc rien à ouvrir',
  'family-empty': ({ family, list }) =>
    `Le fournisseur n’indique pas d’adresses IPv${family} pour ${list} ; il n’y a donc pas de règle pour elles`,
  'set-empty': ({ list }) =>
    `Le fournisseur n’indique pas d’adresses pour ${list} : aucune règle n’a été écrite (une liste vide n’autorise jamais tout le monde)`,
  'exchange-union': () =>
    'Le fournisseur ne dit pas quelle liste Exchange utilise ; les règles Exchange autorisent la liste SMTP et la liste IMAP',
  'destination-unknown': ({ host }) =>
    `L’adresse de ${host} n’a pas été indiquée : complétez l’endroit marqué (les noms ne sont pas résolus ici)`,
  'destination-without-family': ({ host, family }) =>
    `${host} n’a pas d’adresse IPv${family} ; les adresses IPv${family} du fournisseur ne reçoivent donc pas de règle pour lui`,
  'destination-unused': ({ host }) =>
    `Des adresses ont été indiquées pour ${host}, qu’aucun des paramètres ne nomme`,
  placeholder: ({ marks, more }) =>
    `À compléter avant l’utilisation : ${marks.join(', ')}${more > 0 ? ` et ${plural(more, { one: '# autre', other: '# autres' })}` : ''}`,
  'address-side': ({ device }) => {
    if (device === 'pods')
      return 'Les ports sont ceux des pods eux-mêmes, derrière le Service. Les pods sont trouvés par leurs labels ; les adresses des serveurs ne sont pas utilisées';
    const [side, reason] = addressSides[device];
    return `Les destinations sont les adresses et ports ${sides[side]} des serveurs : ${reason}`;
  },
  'feed-token': () =>
    'L’appareil s’authentifie par Basic à chaque lecture ; le mot de passe est un jeton d’accès du rôle Réseau. Dans une console, ? demande de l’aide : chargez les commandes comme fichier, ou tapez Ctrl-V avant',
  'feed-token-expiry': () =>
    'PAN-OS n’applique plus une liste dont l’authentification échoue : utilisez un jeton d’accès qui n’expire pas avant que vous le remplaciez',
  guide: ({ guide }) =>
    `L’appareil peut aussi lire les listes lui-même : GET /v1/firewall/guides/${guide} explique comment`,
  order: ({ what }) =>
    `Les nouvelles ${what === 'policies' ? 'policies' : 'règles'} viennent en dernier, peut-être sous un blocage : complétez « ${titles.before} », ou déplacez-les une fois`,
  'sasl-included': () =>
    'La liste SMTP figure aussi dans allow_nets : Postfix interroge cette passdb pour les connexions à ses services de soumission (SASL)',
  'excludes-others': ({ ports, isUnlessIsolated = false }) =>
    ports === undefined
      ? `allow_nets refuse toute autre adresse, téléphones et bureaux compris : nommez-les dans « ${titles.furtherSources} »`
      : `${isUnlessIsolated ? 'Une policy isole les pods qu’elle sélectionne, sauf si une policy à vous le fait déjà' : 'Ces policies isolent les pods'} : seules les sources listées atteignent leurs ports ${ports.join(', ')} ; toute autre source et tout autre port, par exemple 25, 443 ou celui de contrôles d’état, sont fermés sauf si une policy à vous les ouvre. Créez donc d’abord cette policy`,
  'exclusive-refused': ({ host, port }) =>
    host === undefined
      ? `Le mode exclusive n’existe pas pour firewalld : choisissez une autre valeur pour « ${titles.form} » ou « ${titles.mode} »`
      : `Le port ${port} de ${host} reste ouvert aux autres : le fermer bloquerait le courrier public ou les téléphones. Complétez d’abord « ${titles.furtherSources} »`,
  'needs-plugin': () =>
    'Seul un plug-in réseau qui prend en charge NetworkPolicy, par exemple Calico ou Cilium, applique ces policies ; les autres les acceptent et ne font rien',
  'needs-version': () =>
    'Cilium 1.16 ou plus récent est nécessaire : les versions antérieures ne connaissent pas de policy qui autorise sans rien fermer, et kubectl y refuse celles-ci',
  'needs-jump': () =>
    'Le rôle crée une chaîne, mais aucun saut vers elle : ajoutez « jump postern » une fois à votre propre chaîne, au-dessus de son drop, et à votre configuration de nftables',
  'source-translated': () =>
    'Une policy voit l’adresse d’un nœud au lieu de celle du fournisseur, sauf si externalTrafficPolicy des Services devant les pods vaut Local ou si le répartiteur de charge conserve les adresses source ; sinon, le fournisseur reste bloqué',
  'slow-to-apply': ({ minutes, commands }) =>
    `ufw a besoin d’environ ${plural(minutes, { one: '# minute', other: '# minutes' })} pour ces ${number(commands)} commandes, et un script interrompu en laisse une partie. La forme ipset prend une seconde, voir « ${titles.form} »`,
  'rules-by-hand': () =>
    'Les alias n’autorisent personne à eux seuls : postern-rules.md indique les règles à créer une fois',
  'table-size': ({ prefixes, needed }) =>
    `Les listes ont ${number(prefixes)} préfixes : portez « Firewall Maximum Table Entries » à plus de ${number(needed)}, sinon le pare-feu ne charge aucune règle`,
  candidate: ({ device, header }) =>
    device === 'srx'
      ? 'Copiez le fichier sur l’appareil. En mode configuration, « load set » le lit, « commit check » l’essaie et « commit » applique tout d’un coup. Supprimer ce qui n’existe pas encore ne provoque qu’un avertissement'
      : `Tapez « set cli scripting-mode on », puis « configure » ; collez les commandes, puis « commit ». Supprimer ce qui n’existe pas encore ne provoque qu’un message. ${header}`,
  'address-book': () =>
    'Les adresses se trouvent dans le carnet d’adresses global (Junos 11.2 ou plus récent). Junos refuse le commit sur un appareil qui a encore des carnets d’adresses dans ses zones de sécurité',
  'groups-grow': () =>
    'Un groupe garde les membres qui ne figurent plus dans la liste jusqu’à l’application du fichier de ce qui a disparu ; il est écrit si la révision précédente est nommée',
  'stale-rules': () =>
    'Les règles d’un serveur, d’un port, d’une liste ou d’une famille d’adresses qui a disparu restent : nommez la révision précédente, et un fichier qui les supprime est écrit aussi',
  'policy-id-shared': ({ first, second, policy }) =>
    `Les règles ${first} et ${second} auraient la même policy ${policy} : indiquez une autre valeur pour « ${titles.firstPolicyId} »`,
  'priority-taken': ({ first, second, free }) =>
    `Les règles ${first} et ${second} auraient la même priorité dans leur groupe de sécurité réseau : donnez-en une autre à la seconde avec le paramètre priorityOffsets, par exemple ${second}=${free}`,
  quota: ({ list, prefixes, most }) =>
    `La liste ${list} a ${number(prefixes)} préfixes, plus qu’une liste de ce type n’en contient (${number(most)})`,
  'quota-rules': ({ cloud, name, count, most }) =>
    cloud === 'aws'
      ? `Les règles pour ${name} comptent pour ${number(count)}, et un groupe de sécurité en contient ${number(most)} par défaut : demandez d’abord un quota plus élevé à AWS`
      : `Les règles pour ${name} ont ${number(count)} préfixes source, et un groupe de sécurité réseau en contient ${number(most)} : donnez aux serveurs leurs propres groupes, ou des listes de moins de préfixes`,
  'comment-cut': ({ characters }) => `Les commentaires sont coupés à ${number(characters)} caractères`,
  'not-atomic': () =>
    'Une nouvelle révision est appliquée commande par commande : pendant un instant, anciennes et nouvelles entrées coexistent',

  'host-missing': ({ server }) => skipped(server, 'son nom manque'),
  'port-missing': ({ server }) => skipped(server, 'un port de 1 à 65535 manque'),
  'not-encrypted': ({ server }) => skipped(server, 'sa connexion n’est pas chiffrée'),
  'encryption-unknown': ({ server }) => skipped(server, 'le mode de chiffrement manque'),
  'host-not-allowed': ({ server }) =>
    skipped(server, 'Postern n’a pas le droit de se connecter à ce serveur'),
  'username-invalid': ({ server }) =>
    skipped(server, 'son nom d’utilisateur contient un paramètre fictif inconnu'),
  'url-missing': ({ server }) => skipped(server, 'son URL manque'),
  'url-invalid': ({ server }) => skipped(server, 'son URL n’est pas celle d’Exchange Web Services en https'),
  'needs-address': ({ server, part = 'host' }) =>
    skipped(server, `${parts[part]} dépend de l’adresse e-mail, et seul le domaine est connu`),
  'placeholder-unknown': ({ server, part = 'host' }) =>
    skipped(server, `${parts[part]} contient un paramètre fictif inconnu`),
  'type-not-used': ({ server }) => `La source nomme aussi un serveur pour ${server}, qui n’est pas utilisé.`,
  'exchange-online-retired': () =>
    'C’est Exchange Online, qui ne propose plus Exchange Web Services ; l’accès se fait par IMAP avec OAuth.',
  'smtp-username-differs': ({ username }) =>
    `La source nomme un autre nom d’utilisateur pour le serveur SMTP : ${username}`,
  'submission-on-465': () =>
    'L’enregistrement SRV _submission indique le port 465, où TLS commence dès le premier octet ; ce nom signifierait STARTTLS.',
  'not-offered': ({ label }) => `Le domaine déclare qu’il ne propose pas ${label}.`,
};
