import type { InputTexts } from '../input-texts';

/** The French texts of values that a form or an import refuses. */
export const inputTexts: InputTexts = {
  'address-malformed': 'Ce n’est pas une adresse IPv4 ou IPv6.',
  'csv-malformed':
    'Le fichier CSV ne peut pas être lu à partir d’ici : un guillemet n’est pas fermé ou se trouve dans une cellule sans guillemets, ou la ligne dépasse 16 Kio.',
  'domain-is-address': 'Saisissez seulement la partie qui suit le @.',
  'domain-is-url': 'Saisissez un domaine, pas une adresse web.',
  'domain-is-wildcard':
    'Chaque domaine a ses propres paramètres ; les caractères génériques ne sont pas pris en charge.',
  'duplicate-column': 'Deux colonnes ont la même signification. Associez les colonnes.',
  'duplicate-domain': 'Ce domaine figure déjà dans une ligne précédente.',
  'email-malformed': 'Saisissez une adresse e-mail complète, par exemple jane@example.com.',
  'header-missing': 'La ligne d’en-tête avec les noms des colonnes manque.',
  'host-only': 'Seul le nom du serveur est attendu ici ; le port a son propre champ.',
  'in-the-future': 'Choisissez un jour qui n’est pas dans le futur.',
  'in-the-past': 'La fin doit se situer dans le futur.',
  'json-malformed': 'La ligne n’est pas du JSON valide.',
  'kind-is-fixed':
    'Ce domaine a déjà des paramètres de l’autre type. Supprimez-les d’abord, ou remplacez-les dans la liste.',
  'kind-unclear':
    'La ligne contient un serveur et une URL Exchange. Un domaine n’utilise que l’un des deux ; videz l’autre.',
  'name-empty': 'Saisissez un nom.',
  'name-has-hidden-characters': 'Le nom contient un caractère invisible.',
  'name-has-other-characters': 'Un nom se compose de lettres, de chiffres, de traits d’union et de points.',
  'name-is-address': 'C’est une adresse IP ; un nom est attendu ici.',
  'name-malformed':
    'Ce n’est pas un nom DNS. Les parties entre les points ont de 1 à 63 lettres, chiffres et traits d’union, et ne commencent ni ne finissent par un trait d’union.',
  'name-single-label': 'Saisissez un nom complet avec un point, par exemple example.com.',
  'name-too-long': 'Un nom DNS a 253 caractères au plus.',
  'not-csv': 'C’est un classeur Excel. Enregistrez-le au format « CSV UTF-8 » et choisissez ce fichier.',
  'not-utf-8':
    'La ligne contient des caractères dans un autre encodage que le reste du fichier. Enregistrez le fichier en UTF-8 (dans Excel : « CSV UTF-8 ») et choisissez-le de nouveau.',
  'port-out-of-range': 'Un port est un nombre de 1 à 65535.',
  'prefix-malformed':
    'Ce n’est ni une adresse ni un préfixe comme 192.0.2.0/24 dont l’adresse correspond à la longueur.',
  'tls-mode-needed':
    'Ce port ne dit pas si TLS commence dès le début ou par STARTTLS. Choisissez le mode TLS.',
  'too-late': 'La fin est trop éloignée.',
  'too-many-cells': 'Une valeur se trouve dans une colonne qui n’a pas de nom dans l’en-tête.',
  'unknown-domain': 'Le compte n’a pas de paramètres pour ce domaine.',
  'unknown-field': 'Cette valeur ne fait pas partie des paramètres de ce type. Laissez la cellule vide.',
  'unknown-revision': 'La liste n’a pas cette révision.',
  'url-has-fragment': 'Retirez ce qui suit le #.',
  'url-has-hidden-characters': 'L’URL contient un caractère invisible.',
  'url-has-query': 'L’URL se termine par son chemin ; retirez les paramètres et le fragment.',
  'url-has-user': 'L’URL ne doit pas contenir de nom d’utilisateur.',
  'url-malformed': 'Ce n’est pas une URL.',
  'url-not-https': 'L’URL doit commencer par https://.',
  'url-too-long': 'L’URL a plus de 2 000 caractères.',
  'url-without-path': 'Le chemin d’Exchange Web Services manque.',
  certificates: {
    'already-trusted': 'Le compte fait déjà confiance à ce certificat.',
    expired: 'Ce certificat a expiré.',
    'no-certificate': 'Le texte ne contient pas de certificat lisible en PEM.',
    'not-an-authority': 'Ce n’est pas le certificat d’une autorité (basicConstraints sans CA).',
    'private-key':
      'Le texte contient une clé privée. Envoyez seulement le certificat, et gardez la clé secrète.',
    'several-certificates': 'Le texte contient plusieurs certificats. Ajoutez chaque autorité séparément.',
    'too-large': 'Le texte est plus long qu’un certificat.',
    'too-many': 'Le compte a déjà le nombre maximal d’autorités.',
    'weak-key': 'La clé est trop faible. Il faut RSA avec 2048 bits, EC avec 256 bits, ou plus fort.',
  },
  cells: {
    tls: 'Valeurs possibles : « SSL/TLS » ou « STARTTLS ».',
    kind: 'Valeurs possibles : « imap » ou « exchange ».',
    yesOrNo: 'Valeurs possibles : « oui » ou « non ».',
    other: 'Cette valeur n’est pas possible ici.',
  },
};
