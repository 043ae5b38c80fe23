import type { InputTexts } from '../input-texts';

/** The French texts of values that a form or an import refuses. */
export const inputTexts: InputTexts = {
  'csv-malformed':
    'Le fichier CSV ne peut pas être lu à partir d’ici : un guillemet n’est pas fermé ou se trouve dans une cellule sans guillemets, ou la ligne dépasse 16 Kio.',
  'domain-is-address': 'Saisissez seulement la partie qui suit le @.',
  'domain-is-url': 'Saisissez un domaine, pas une adresse web.',
  'domain-is-wildcard':
    'Chaque domaine a ses propres paramètres ; les caractères génériques ne sont pas pris en charge.',
  'duplicate-column': 'Deux colonnes ont la même signification. Associez les colonnes.',
  'duplicate-domain': 'Ce domaine figure déjà dans une ligne précédente.',
  'email-malformed': 'Saisissez une adresse e-mail complète, par exemple jane@example.com.',
  'header-missing': 'La ligne d’en-tête avec les noms des colonnes manque.',
  'host-only': 'Seul le nom du serveur est attendu ici ; le port a son propre champ.',
  'json-malformed': 'La ligne n’est pas du JSON valide.',
  'kind-is-fixed':
    'Ce domaine a déjà des paramètres de l’autre type. Supprimez-les d’abord, ou remplacez-les dans la liste.',
  'kind-unclear':
    'La ligne contient un serveur et une URL Exchange. Un domaine n’utilise que l’un des deux ; videz l’autre.',
  'name-empty': 'Saisissez un nom.',
  'name-has-hidden-characters': 'Le nom contient un caractère invisible.',
  'name-has-other-characters': 'Un nom se compose de lettres, de chiffres, de traits d’union et de points.',
  'name-is-address': 'C’est une adresse IP ; un nom est attendu ici.',
  'name-malformed':
    'Ce n’est pas un nom DNS. Les parties entre les points ont de 1 à 63 lettres, chiffres et traits d’union, et ne commencent ni ne finissent par un trait d’union.',
  'name-single-label': 'Saisissez un nom complet avec un point, par exemple example.com.',
  'name-too-long': 'Un nom DNS a 253 caractères au plus.',
  'not-csv': 'C’est un classeur Excel. Enregistrez-le au format « CSV UTF-8 » et choisissez ce fichier.',
  'not-utf-8':
    'La ligne contient des caractères dans un autre encodage que le reste du fichier. Enregistrez le fichier en UTF-8 (dans Excel : « CSV UTF-8 ») et choisissez-le de nouveau.',
  'port-out-of-range': 'Un port est un nombre de 1 à 65535.',
  'tls-mode-needed':
    'Ce port ne dit pas si TLS commence dès le début ou par STARTTLS. Choisissez le mode TLS.',
  'too-many-cells': 'Une valeur se trouve dans une colonne qui n’a pas de nom dans l’en-tête.',
  'unknown-field': 'Cette valeur ne fait pas partie des paramètres de ce type. Laissez la cellule vide.',
  'url-has-hidden-characters': 'L’URL contient un caractère invisible.',
  'url-has-query': 'L’URL se termine par son chemin ; retirez ce qui suit le ? ou le #.',
  'url-has-user': 'L’URL ne doit pas contenir de nom d’utilisateur.',
  'url-malformed': 'Ce n’est pas une URL.',
  'url-not-https': 'L’URL doit commencer par https://.',
  'url-too-long': 'L’URL a plus de 2 000 caractères.',
  'url-without-path': 'Le chemin d’Exchange Web Services manque.',
  cells: {
    tls: 'Valeurs possibles : « SSL/TLS » ou « STARTTLS ».',
    kind: 'Valeurs possibles : « imap » ou « exchange ».',
    yesOrNo: 'Valeurs possibles : « oui » ou « non ».',
    other: 'Cette valeur n’est pas possible ici.',
  },
};
