import type { InputTexts } from '../input-texts';

/** The German texts of values that a form or an import refuses. */
export const inputTexts: InputTexts = {
  'address-malformed': 'Das ist keine IPv4- oder IPv6-Adresse.',
  'csv-malformed':
    'Ab hier lässt sich die CSV-Datei nicht lesen: Ein Anführungszeichen ist nicht geschlossen oder steht in einer Zelle ohne Anführungszeichen, oder die Zeile ist länger als 16 KiB.',
  'domain-is-address': 'Geben Sie nur den Teil nach dem @ ein.',
  'domain-is-url': 'Geben Sie eine Domain ein, keine Webadresse.',
  'domain-is-wildcard': 'Jede Domain hat eigene Einstellungen; Platzhalter sind nicht möglich.',
  'duplicate-column': 'Zwei Spalten haben dieselbe Bedeutung. Ordnen Sie die Spalten zu.',
  'duplicate-domain': 'Diese Domain steht schon in einer früheren Zeile.',
  'email-malformed': 'Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel jane@example.com.',
  'header-missing': 'Die Kopfzeile mit den Namen der Spalten fehlt.',
  'host-only': 'Hier gehört nur der Servername hin; der Port hat ein eigenes Feld.',
  'in-the-future': 'Wählen Sie einen Tag, der nicht in der Zukunft liegt.',
  'in-the-past': 'Das Ende muss in der Zukunft liegen.',
  'json-malformed': 'Die Zeile ist kein gültiges JSON.',
  'kind-is-fixed':
    'Diese Domain hat schon Einstellungen der anderen Art. Löschen Sie sie zuerst oder ersetzen Sie sie in der Liste.',
  'kind-unclear':
    'Die Zeile enthält einen Server und eine Exchange-URL. Eine Domain verwendet nur eines davon; leeren Sie das andere.',
  'name-empty': 'Geben Sie einen Namen ein.',
  'name-has-hidden-characters': 'Der Name enthält ein unsichtbares Zeichen.',
  'name-has-other-characters': 'Ein Name besteht aus Buchstaben, Ziffern, Bindestrichen und Punkten.',
  'name-is-address': 'Das ist eine IP-Adresse; hier gehört ein Name hin.',
  'name-malformed':
    'Das ist kein DNS-Name. Die Teile zwischen den Punkten haben 1 bis 63 Buchstaben, Ziffern und Bindestriche und beginnen und enden nicht mit einem Bindestrich.',
  'name-single-label': 'Geben Sie einen vollständigen Namen mit Punkt ein, zum Beispiel example.com.',
  'name-too-long': 'Ein DNS-Name hat höchstens 253 Zeichen.',
  'not-csv': 'Das ist eine Excel-Arbeitsmappe. Speichern Sie sie als „CSV UTF-8“ und wählen Sie diese Datei.',
  'not-utf-8':
    'Die Zeile enthält Zeichen in einer anderen Kodierung als der Rest der Datei. Speichern Sie die Datei als UTF-8 (in Excel: „CSV UTF-8“) und wählen Sie sie erneut.',
  'port-out-of-range': 'Ein Port ist eine Zahl von 1 bis 65535.',
  'prefix-malformed':
    'Das ist weder eine Adresse noch ein Präfix wie 192.0.2.0/24, dessen Adresse zur Länge passt.',
  'tls-mode-needed':
    'Bei diesem Port ist nicht klar, ob TLS von Anfang an gilt oder mit STARTTLS beginnt. Wählen Sie den TLS-Modus.',
  'too-late': 'Das Ende liegt zu weit in der Zukunft.',
  'too-many-cells': 'Ein Wert steht in einer Spalte, die in der Kopfzeile keinen Namen hat.',
  'unknown-domain': 'Das Konto hat keine Einstellungen für diese Domain.',
  'unknown-field': 'Dieser Wert gehört nicht zu Einstellungen dieser Art. Lassen Sie die Zelle leer.',
  'unknown-revision': 'Die Liste hat keine solche Revision.',
  'url-has-fragment': 'Lassen Sie weg, was nach dem # folgt.',
  'url-has-hidden-characters': 'Die URL enthält ein unsichtbares Zeichen.',
  'url-has-query': 'Die URL endet mit ihrem Pfad; lassen Sie weg, was nach ? oder # folgt.',
  'url-has-user': 'Die URL darf keinen Benutzernamen enthalten.',
  'url-malformed': 'Das ist keine URL.',
  'url-not-https': 'Die URL muss mit https:// beginnen.',
  'url-too-long': 'Die URL hat mehr als 2.000 Zeichen.',
  'url-without-path': 'Der Pfad von Exchange Web Services fehlt.',
  certificates: {
    'already-trusted': 'Das Konto vertraut diesem Zertifikat schon.',
    expired: 'Dieses Zertifikat ist abgelaufen.',
    'no-certificate': 'Der Text enthält kein lesbares Zertifikat in PEM.',
    'not-an-authority':
      'Das ist nicht das Zertifikat einer Zertifizierungsstelle (basicConstraints ohne CA).',
    'private-key':
      'Der Text enthält einen privaten Schlüssel. Senden Sie nur das Zertifikat, und halten Sie den Schlüssel geheim.',
    'several-certificates':
      'Der Text enthält mehrere Zertifikate. Fügen Sie jede Zertifizierungsstelle einzeln hinzu.',
    'too-large': 'Der Text ist länger als ein Zertifikat.',
    'too-many': 'Das Konto hat schon so viele Zertifizierungsstellen, wie möglich sind.',
    'weak-key':
      'Der Schlüssel ist zu schwach. Nötig ist RSA mit 2048 Bit, EC mit 256 Bit oder ein stärkerer.',
  },
  cells: {
    tls: 'Hier ist „SSL/TLS“ oder „STARTTLS“ möglich.',
    kind: 'Hier ist „imap“ oder „exchange“ möglich.',
    yesOrNo: 'Hier ist „ja“ oder „nein“ möglich.',
    other: 'Dieser Wert ist hier nicht möglich.',
  },
};
