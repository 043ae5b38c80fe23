// cspell:ignore bäckerei fürth groß köln straßenbau söhne

/** Where the rows of the table point to, as ports of 127.0.0.1. */
type Ports = { readonly imaps: number; readonly submissions: number; readonly closed: number };

/** The customer of each line; a comma, a semicolon and quotes make Excel quote the cell. */
const customers = ['Müller & Söhne; Köln', 'Bäckerei „Süß“', 'Straßenbau "Groß", Fürth', 'Schröder GmbH'];

/** The domain of a row; every tenth has an umlaut. */
export function germanDomain(row: number): string {
  return row % 10 === 0 ? `bücher${row}.example.net` : `kunde${row}.example.net`;
}

/**
 * A table of domains as German Excel saves it: semicolons, CR LF, words and decimals in German, empty rows at its end. Its
 * first column is of no use to Postern. Lines are wrong: line 3 has an address in place of the domain, line 4
 * a port behind the name of the server, line 5 and every twentieth line after it an unknown word, and the last line
 * repeats a domain. Line 6 is right, but nothing listens on its port.
 */
export function germanTable(rows: number, { imaps, submissions, closed }: Ports): string {
  const heading =
    'Kunde;E-Mail-Domäne;Posteingangsserver;IMAP-Port;IMAP-Verschlüsselung;Postausgangsserver;SMTP-Port;SMTP-Verschlüsselung;Unsichere Zertifikate erlauben';
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = row + 2;
    return [
      quoted(customers[row % customers.length]!),
      line === 3 ? `info@${germanDomain(row)}` : germanDomain(row),
      line === 4 ? `127.0.0.1:${imaps}` : '127.0.0.1',
      `${line === 6 ? closed : imaps},00`,
      isMistaken(line) ? 'SLS' : 'SSL/TLS',
      '127.0.0.1',
      String(submissions),
      'SSL',
      row % 2 === 0 ? 'FALSCH' : 'nein',
    ].join(';');
  });
  const repeated = lines[0]!;
  return [heading, ...lines, repeated, ';;;;;;;;', ';;;;;;;;', ''].join('\r\n');
}

/** Text in Windows-1252, which Excel uses for plain “CSV”. */
export function windows1252(text: string): Buffer {
  const others: Readonly<Record<string, number>> = { '„': 0x84, '“': 0x93, '€': 0x80 };
  return Buffer.from([...text].map((character) => others[character] ?? character.charCodeAt(0)));
}

/** How many lines of the table have the unknown word. */
export function mistakenLines(rows: number): number {
  return Array.from({ length: rows }, (_, row) => row + 2).filter(isMistaken).length;
}

function isMistaken(line: number): boolean {
  return line % 20 === 5;
}

function quoted(cell: string): string {
  return /[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
