import { formats } from './formats';
import type { DiscoverySource } from '../../api/discoveries';

const { list, plural } = formats;

type State = DiscoverySource['state'];

/** Why a place gave no servers, by the code of the API; a code that is not here has the words of its state. */
const reasons = {
  'connect-refused': 'Le serveur refuse les connexions.',
  'connect-timeout': 'Le serveur ne répond pas.',
  'connect-unreachable': 'Le serveur est injoignable d’ici.',
  'deadline-exceeded': 'La réponse n’est pas arrivée à temps.',
  'dns-temporary': 'Le nom n’a pas pu être résolu.',
  'digest-mismatch': 'Le fichier n’est pas celui que garantit le DNS du domaine.',
  'digest-missing': 'Le DNS du domaine ne garantit pas le fichier.',
  'host-not-allowed': 'N’importe qui pourrait enregistrer ce nom, il n’est donc pas interrogé.',
  'html-page': 'On n’y trouve qu’une page web.',
  'login-required': 'Il faut d’abord s’y connecter.',
  'not-https': 'Elle renvoie à une adresse non protégée, qui n’est donc pas interrogée.',
  'not-offered': 'Le domaine indique qu’il ne propose pas de tel serveur.',
  'no-server-answers': 'Aucun serveur de messagerie portant ces noms ne réussit la vérification.',
  'null-mx': 'Le domaine indique qu’il ne reçoit pas d’e-mails.',
  'no-exchange': 'Aucun serveur Exchange n’y est connu pour le domaine.',
  'no-imap-server': 'Aucun serveur de courrier entrant n’est indiqué.',
  'no-smtp-server': 'Aucun serveur de courrier sortant n’est indiqué.',
  'public-suffix': 'Ces noms appartiennent à d’autres, ils ne sont donc pas essayés.',
  'server-error': 'Le serveur est actuellement en panne.',
  'target-not-allowed': 'Postern n’a pas le droit de se connecter à ce serveur.',
  'port-not-allowed': 'Postern n’a pas le droit de se connecter à ce serveur.',
  'too-large': 'Le fichier est trop volumineux.',
  'too-many-redirects': 'Les redirections n’en finissent pas.',
};

const stateReasons: Readonly<Record<State, string | null>> = {
  found: null,
  absent: null,
  invalid: 'Les indications sont illisibles.',
  unreachable: 'La réponse était incomplète.',
  refused: 'Postern ne doit pas interroger cette source ni s’y fier.',
};

function countProposals(count: number): string {
  return count === 0 ? 'aucun résultat' : plural(count, { one: '# proposition', other: '# propositions' });
}

/** Texts about the search for servers. */
export const discoveryWords = {
  discovery: {
    find: 'Rechercher les paramètres',
    findHelp:
      'Postern recherche les serveurs du domaine dans toutes les sources publiques. Rien n’est enregistré.',
    heading: (domain: string) => `Serveurs de ${domain}`,
    searching: 'Recherche en cours',
    atMost: 'Cela prend cinq secondes au plus.',
    done: 'Recherche terminée',
    found: countProposals,
    finished: (domain: string, count: number) =>
      `La recherche des serveurs de ${domain} est terminée : ${countProposals(count)}.`,
    none: 'Aucun serveur trouvé',
    noneHelp:
      'Saisissez les serveurs que votre logiciel de messagerie utilise, ou demandez à la personne qui gère le serveur de messagerie.',
    silent: (count: number) =>
      plural(count, {
        one: 'Une source n’a pas répondu ; une recherche ultérieure trouvera peut-être davantage.',
        other: '# sources n’ont pas répondu ; une recherche ultérieure trouvera peut-être davantage.',
      }),
    sources: (count: number) => plural(count, { one: '# source interrogée', other: '# sources interrogées' }),
    stillAsking: 'En attente de réponses…',
    proposals: 'Propositions',
    use: 'Utiliser ces paramètres',
    useAnyway: 'Utiliser quand même ces paramètres',
    filled: 'Repris ci-dessous',
    filledBest: 'La première proposition est reprise dans le formulaire. Vérifiez-la et enregistrez-la.',
    takenOut: 'La vérification de la première proposition a échoué, elle n’est donc plus reprise.',
    conflict: 'Vous avez saisi d’autres valeurs',
    replace: 'Remplacer ma saisie',
    keep: 'Garder ma saisie',
    notChecked: 'Non vérifié',
    user: 'Nom d’utilisateur',
    wholeAddress: 'l’adresse e-mail',
    servedBy: 'Serveurs de',
    server: (host: string, port: number, tls: string) => `${host}, port ${port}, ${tls}`,
    also: (names: readonly string[]) => `Même indication de : ${list(names)}.`,
    notTrusted:
      'Avant d’enregistrer, comparez les noms des serveurs avec les pages d’aide de votre fournisseur.',
    sourceNames: {
      'account-settings': 'Vos paramètres enregistrés',
      pacc: 'Liste du domaine, confirmée par son DNS',
      autoconfig: 'Liste du domaine pour les logiciels de messagerie',
      ispdb: 'Liste publique des fournisseurs de messagerie',
      mx: 'Destinataire des e-mails du domaine',
      'mx-autoconfig': 'Liste du fournisseur qui reçoit les e-mails',
      'mx-ispdb': 'Liste publique, pour le fournisseur qui reçoit les e-mails',
      autodiscover: 'Autodiscover d’Exchange',
      srv: 'DNS du domaine',
      guess: 'Noms habituels',
    },
    provenance: {
      'account-settings': 'Ces paramètres sont déjà enregistrés pour le domaine.',
      pacc: 'Le domaine publie ces serveurs, et son DNS confirme l’authenticité de la liste.',
      autoconfig: 'Le domaine lui-même publie ces serveurs pour les logiciels de messagerie.',
      ispdb:
        'La liste publique des fournisseurs, que les logiciels de messagerie utilisent, indique ces serveurs pour le domaine.',
      mx: 'Le DNS du domaine indique qui reçoit ses e-mails.',
      'mx-autoconfig':
        'Le fournisseur qui, d’après le DNS, reçoit les e-mails du domaine publie ces serveurs.',
      'mx-ispdb':
        'La liste publique des fournisseurs indique ces serveurs pour celui qui reçoit les e-mails du domaine.',
      autodiscover: 'Un serveur Exchange a répondu pour le domaine et indiqué cette adresse.',
      srv: 'Le DNS du domaine indique ces serveurs.',
      guess:
        'Personne n’indique ces serveurs. Ils portent les noms habituels, existent et répondent comme des serveurs de messagerie.',
    },
    hint: {
      title: 'Votre fournisseur publie désormais d’autres serveurs',
      checked: 'Ils répondent correctement',
      changes: 'Enregistré et publié',
      review: 'Examiner la modification',
      dismiss: 'Ignorer',
      help: 'Rien ne change avant que vous n’enregistriez. Ce que vous ignorez n’est plus affiché.',
    },
    foundAt: 'Trouvé',
    entered: 'L’utilisateur a saisi ces serveurs ; aucune recherche ne les a proposés.',
    trust: {
      verified: 'Indiqué par le domaine',
      'third-party': 'Indiqué par une liste publique',
      dns: 'Indiqué par un DNS non signé',
      guess: 'Supposition',
    },
    states: {
      found: 'trouvé',
      absent: 'rien',
      invalid: 'inutilisable',
      unreachable: 'pas de réponse',
      refused: 'non utilisé',
    },
    reasons,
    stateReasons,
    certificateReason: 'Son certificat n’est pas valable pour son nom, l’indication n’est donc pas retenue.',
  },
  provider: {
    title: (provider: string) => `Ce que demande ${provider}`,
    from: (day: string) => `À partir du ${day}.`,
    how: (host: string) => `Ouvrir ${host}`,
    checked: (day: string) => `Vérifié le ${day} d’après`,
    source: 'D’après',
  },
};
