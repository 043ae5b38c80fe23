import { importColumns, type CsvColumn } from '@postern/core/settings-transfer';

/** The words for a server in headings; `posteingang` also in compounds such as `Posteingangsserver`. */
const sides = {
  imap: ['imap', 'incoming', 'incomingmail', 'posteingang', 'posteingangs', 'eingang', 'eingangs', 'entrant'],
  smtp: ['smtp', 'outgoing', 'outgoingmail', 'postausgang', 'postausgangs', 'ausgang', 'ausgangs', 'sortant'],
} as const;
const parts = {
  Host: ['host', 'hostname', 'server', 'servername', 'serveraddress', 'serveradresse', 'serveur', 'hote'],
  Port: ['port', 'serverport', 'portnumber', 'portnummer', 'portserveur', 'portduserveur'],
  Tls: [
    'tls',
    'ssl',
    'ssltls',
    'security',
    'encryption',
    'connectionsecurity',
    'verschlusselung',
    'verschluesselung',
    'sicherheit',
    'verbindungssicherheit',
    'securite',
    'chiffrement',
  ],
} as const;

/** Other names for the columns, in English, German and French; case, accents, spaces and punctuation do not matter. */
const otherNames: Readonly<Partial<Record<CsvColumn, readonly string[]>>> = {
  domain: [
    'domain name',
    'mail domain',
    'email domain',
    'Domäne',
    'Domaene',
    'Domainname',
    'Domänenname',
    'Maildomain',
    'Maildomäne',
    'E-Mail-Domäne',
    'domaine',
    'nom de domaine',
    'domaine de messagerie',
  ],
  kind: ['type', 'Typ', 'Art', 'Kontotyp', 'Servertyp', 'genre', 'type de serveur'],
  exchangeUrl: ['ews url', 'Exchange-Adresse', 'EWS-Adresse', 'URL Exchange', 'URL EWS'],
  allowNonSecureCertificate: [
    'allow non-secure certificates',
    'allow insecure certificate',
    'Unsichere Zertifikate erlauben',
    'Unsicheres Zertifikat erlauben',
    'Unsichere Zertifikate zulassen',
    'Zertifikat nicht prüfen',
    'autoriser les certificats non sécurisés',
    'accepter les certificats non sûrs',
  ],
};

const columnOfName: ReadonlyMap<string, CsvColumn> = new Map([
  ...importColumns.map((column): [string, CsvColumn] => [folded(column), column]),
  ...(['imap', 'smtp'] as const).flatMap((side) =>
    (['Host', 'Port', 'Tls'] as const).flatMap((part) =>
      sides[side].flatMap((one) =>
        parts[part].flatMap((other): [string, CsvColumn][] => [
          [one + other, `${side}${part}`],
          [other + one, `${side}${part}`],
        ]),
      ),
    ),
  ),
  ...Object.entries(otherNames).flatMap(([column, names]) =>
    names.map((name): [string, CsvColumn] => [folded(name), column as CsvColumn]),
  ),
]);

/** The column that a heading names: `IMAP host`, `imap_host` and `imapHost` are equal. `undefined` if unknown. */
export function columnNamed(heading: string): CsvColumn | undefined {
  return columnOfName.get(folded(heading));
}

/** The column that a heading without a known name may mean: `IMAP-Port (intern)`, `Mailserver eingehend`. */
export function columnLike(heading: string): CsvColumn | undefined {
  const name = folded(heading);
  if (/^url|exchange|ews/.test(name)) return 'exchangeUrl';
  if (/zertif|certif/.test(name)) return 'allowNonSecureCertificate';
  const side = /imap|eingang|eingeh|incoming|entrant/.test(name)
    ? 'imap'
    : /smtp|ausgang|ausgeh|outgoing|sortant/.test(name) && 'smtp';
  if (side) {
    if (/port/.test(name)) return `${side}Port`;
    if (/tls|ssl|schl(?:u|ue)ssel|sicher|secur|encrypt|chiffr/.test(name)) return `${side}Tls`;
    return /host|server|serveur|hote|name|adress/.test(name) || name === side ? `${side}Host` : undefined;
  }
  return /domain|domane|domaene/.test(name) ? 'domain' : undefined;
}

/** A name in lower case, without accents and without anything but letters and digits. */
function folded(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
