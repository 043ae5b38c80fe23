import { hostAndPort } from '@postern/core/host-literal';
import type { MailServer } from '@postern/core/mail-settings';
import { formats } from './formats';
import { tlsModes } from './tls-modes';

const { number, plural } = formats;

const more = (count: number) => plural(count, { one: 'et # autre', other: 'et # autres' });

/** The texts of the page for imports and exports. */
export const importWords = {
  title: 'Importation et exportation',
  lead: 'Ajoutez ou modifiez de nombreux domaines à la fois. La vérification montre d’abord ce qui changerait. Toutes les lignes sont importées, ou aucune.',
  exports: { csv: 'Exporter en CSV', ndjson: 'Exporter en NDJSON' },
  drop: 'Déposez ici un fichier CSV ou NDJSON',
  paste: 'Lignes',
  pasteHelp: 'Ou collez ici des lignes, en commençant par la ligne d’en-tête.',
  fileChosen: (name: string) => `Depuis ${name}`,
  check: 'Vérifier sans importer',
  assign: 'Attribuer les colonnes',
  import: 'Importer',
  progress: 'Téléversement',
  rowsProgress: 'Lignes',
  rowsDone: (done: number, all: number) =>
    `${number(done)} sur ${plural(all, { one: '# ligne', other: '# lignes' })}. L’importation continue si vous quittez cette page.`,
  wouldImport: (rows: number) =>
    plural(rows, { one: 'La ligne peut être importée', other: 'Les # lignes peuvent être importées' }),
  imported: (rows: number) => plural(rows, { one: '# ligne importée', other: '# lignes importées' }),
  counts: ({ created, updated, unchanged }: { created: number; updated: number; unchanged: number }) =>
    `Nouveaux : ${number(created)}, modifiés : ${number(updated)}, inchangés : ${number(unchanged)}.`,
  toList: 'Aller à la liste',
  columnsTitle: 'Colonnes d’un fichier CSV',
  columnsHelp:
    'Une ligne d’en-tête, puis une ligne par domaine. Les domaines existants du même type sont modifiés. Les fichiers qu’Excel enregistre en CSV sont acceptés tels quels, avec des en-têtes en français, en anglais ou en allemand. Les fichiers NDJSON exportés par cette page peuvent aussi être importés.',
  columns: [
    ['domain', 'Obligatoire. Ce qui suit l’@ dans une adresse.'],
    ['kind', 'imap ou exchange. Sans cette colonne, les serveurs ou l’URL de la ligne en décident.'],
    ['imapHost, imapPort', 'Obligatoire pour imap : le serveur de courrier entrant.'],
    ['smtpHost, smtpPort', 'Obligatoire pour imap : le serveur de courrier sortant.'],
    ['imapTls, smtpTls', 'implicit ou starttls. Obligatoire pour un port inhabituel.'],
    ['allowNonSecureCertificate', 'true ou false. Une cellule vide signifie false.'],
    ['exchangeUrl', 'Obligatoire pour exchange.'],
  ],
  useExample: 'Insérer un exemple',
  example: `domain,kind,imapHost,imapPort,imapTls,smtpHost,smtpPort,smtpTls,allowNonSecureCertificate,exchangeUrl
example.com,imap,imap.example.com,993,implicit,smtp.example.com,465,implicit,false,
example.org,exchange,,,,,,,,https://mail.example.org/EWS/Exchange.asmx`,
  problems: {
    title: 'Lignes à corriger',
    columns: ['Ligne', 'Champ', 'Ce qui ne va pas', 'Suggestion'],
    more: (count: number) => plural(count, { one: 'Afficher # autre', other: 'Afficher # autres' }),
    applyAll: (count: number) =>
      plural(count, { one: 'Utiliser la suggestion', other: 'Utiliser les # suggestions' }),
    applied: (value: string, rows: number) =>
      rows === 1
        ? `${value} est inséré`
        : `${value} est inséré, dans ${number(rows)} lignes avec cette erreur`,
    correction: (field: string, line: string) => `${field} à la ligne ${line}`,
    correct: 'Insérer',
    leaveOut: 'Omettre la ligne',
    ofLine: (line: string) => `ligne ${line}`,
    leftOut: 'La ligne est omise',
    actions: 'Actions',
    again:
      'Les corrections figurent dans les lignes ci-dessus, pas dans votre fichier. Vérifiez à nouveau pour voir ce qui reste.',
  },
  mapping: {
    title: 'À quoi correspond chaque colonne ?',
    help: 'Certains en-têtes sont inconnus. Choisissez ce que contient chaque colonne ; une supposition est indiquée là où les valeurs le permettent.',
    columns: ['Colonne', 'En-tête', 'Premières valeurs', 'Contenu'],
    noHeading: 'pas d’en-tête',
    noValue: 'pas de valeur',
    leaveOut: 'Omettre',
    choose: (place: string) => `Contenu de la colonne ${place}`,
    submit: 'Vérifier avec ces colonnes',
    needed: 'Choisissez une colonne pour le domaine, et au moins une pour les serveurs ou l’URL Exchange.',
  },
  preview: {
    title: 'Ce qui changerait',
    columns: ['Ligne', 'Domaine', 'Modification', 'Anciennes et nouvelles valeurs'],
    created: 'Nouveau',
    updated: 'Modifié',
    server: ({ tls, ...server }: MailServer) => `${hostAndPort(server)} ${tlsModes[tls]}`,
    more,
  },
  verification: {
    title: 'Vérification de tous les domaines',
    progress: 'Domaines déjà vérifiés',
    counts: (passed: number, failed: number, waiting: number) =>
      `Vérifiés : ${number(passed)}, en échec : ${number(failed)}, en attente : ${number(waiting)}.`,
    toFailed: 'Afficher ceux en échec',
  },
};
