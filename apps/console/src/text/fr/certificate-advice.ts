import type { FailureWords } from '@postern/core/failures/failure-entry';
import type { FailureTexts } from '../failure-texts';

/** What to do, in French, after failures of a certificate check. */
export const certificateAdvice = {
  'cert-self-signed': () =>
    'Installez un certificat d’une autorité de certification reconnue. Si le certificat auto-signé est voulu, sélectionnez « Autoriser un certificat non sécurisé » : dès lors, exactement ce certificat est attendu.',
  'cert-unknown-ca': () =>
    'Installez un certificat d’une autorité de certification reconnue. Si votre organisation a la sienne, ajoutez son certificat aux autorités de certification du compte ; si vous ne pouvez pas l’obtenir, sélectionnez « Autoriser un certificat non sécurisé ».',
  'cert-chain-incomplete': () =>
    'Le serveur doit envoyer aussi le certificat intermédiaire. Demandez à la personne qui le gère d’installer le fichier de la chaîne complète (« full chain »). Si une autorité de votre organisation a signé le certificat, ajoutez plutôt cette autorité aux autorités de certification du compte.',
  'cert-expired': () => 'Demandez à la personne qui gère le serveur de renouveler le certificat.',
  'cert-chain-expired': ({ chainMember }) =>
    `Le certificat du serveur lui-même est encore valide ; le renouveler ne sert à rien. Demandez à la personne qui gère le serveur d’installer la chaîne actuelle${chainMember === undefined ? '' : ` à la place de « ${chainMember} »`}.`,
  'cert-wrong-purpose': ({ chainMember }) =>
    chainMember === undefined
      ? 'Demandez au service informatique un certificat pour serveurs TLS (utilisation étendue de la clé « serverAuth »).'
      : `Demandez à la personne qui gère le serveur de remplacer « ${chainMember} » dans la chaîne par le certificat de l’autorité.`,
  'cert-not-yet-valid': ({ chainMember }) =>
    chainMember === undefined
      ? 'Demandez à la personne qui gère le serveur de vérifier les dates du certificat et l’horloge du serveur.'
      : `Demandez à la personne qui gère le serveur d’installer la chaîne actuelle à la place de « ${chainMember} ».`,
  'cert-name-mismatch': nameAdvice,
  'cert-weak': ({ chainMember }) =>
    chainMember === undefined
      ? 'Demandez à la personne qui gère le serveur un certificat avec SHA-256 et une clé RSA d’au moins 2048 bits (ou une clé EC).'
      : `La chaîne contient « ${chainMember} », dont la clé ou la signature est trop faible. Demandez à la personne qui gère le serveur d’installer la chaîne actuelle de son autorité de certification.`,
  'cert-changed': () =>
    'Demandez au service informatique si le certificat a été remplacé. Si oui, comparez l’empreinte avec lui et acceptez le nouveau certificat ; sinon, quelqu’un intercepte peut-être la connexion.',
} satisfies Partial<FailureTexts>;

/** A wildcard covers one label (RFC 9525 §6.3) and cannot be entered as a server name. */
function nameAdvice({ host, names = [] }: FailureWords): string {
  const wildcard = names.find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  if (wildcard !== undefined) {
    const domain = wildcard.slice(2);
    return `Le certificat vaut pour les noms situés directement sous ${domain}, par exemple mail.${domain} ; un caractère générique ne couvre pas d’autres niveaux. Saisissez un tel nom si le serveur en a un, ou demandez au service informatique un certificat avec ce nom.`;
  }
  const entered = names.filter((name) => !name.startsWith('*.')).slice(0, 3);
  if (entered.length > 0)
    return `Saisissez le nom de serveur pour lequel le certificat est valable (${entered.join(', ')}), ou demandez au service informatique un certificat avec ce nom.`;
  return names.length > 0
    ? `Le certificat vaut pour les noms situés directement sous ${names[0]!.slice(2)}. Saisissez un tel nom, ou demandez au service informatique un certificat avec ce nom.`
    : 'Demandez au service informatique un certificat qui contient ce nom de serveur comme Subject Alternative Name ; un Common Name seul ne compte pas.';
}
