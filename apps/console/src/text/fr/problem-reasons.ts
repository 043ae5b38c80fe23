import type { ProblemReasons } from '@postern/core/problem-reasons';
import { formats } from './formats';

const { number } = formats;

/** The French details of problems whose code alone does not say what is wrong. */
export const problemReasons: ProblemReasons = {
  'bulk-change-runs': () =>
    'Une autre modification de nombreux domaines est en cours dans ce compte. Attendez qu’elle soit terminée.',
  'delivery-runs': () => 'L’envoi n’est pas terminé ; il se fait tout seul.',
  'domains-being-written': () =>
    'D’autres requêtes écrivent les mêmes domaines. Rien n’a été importé ; réessayez.',
  'file-without-columns': () => 'Le fichier n’a pas de colonnes.',
  'flag-is-off': () => 'Cochez d’abord « Autoriser un certificat non sécurisé » pour ce domaine.',
  'certificate-not-seen': () =>
    'La dernière vérification a trouvé un autre certificat sur ce serveur. Vérifiez de nouveau et comparez l’empreinte.',
  'too-many-domains': ({ most }) =>
    `Plus de ${number(most)} domaines correspondent. Affinez la recherche ou les filtres.`,
  'too-many-servers': () =>
    'Des règles pour autant de serveurs demandent trop de temps ou de mémoire. Nommez des domaines dans l’API (`domains`).',
  'too-many-webhooks': ({ most }) => `Un compte a au plus ${number(most)} webhooks.`,
};
