const programmersError =
  'Laden Sie die Seite neu und versuchen Sie es noch einmal. Tritt der Fehler wieder auf, melden Sie ihn bitte.';

/** What people read for each problem code of the API. */
export const problemWords = {
  'account-needed': {
    title: 'Es ist kein Konto gewählt',
    action: 'Wählen Sie ein Konto und versuchen Sie es erneut.',
  },
  'allowlist-refused': {
    title: 'Die Liste enthält Fehler',
    action: 'Es wurde nichts veröffentlicht. Korrigieren Sie die Fehler und versuchen Sie es erneut.',
  },
  'body-too-large': { title: 'Das ist zu viel auf einmal', action: 'Teilen Sie es in kleinere Teile auf.' },
  'cannot-act-on-it': { title: 'Das ist nicht möglich', action: '' },
  conflict: { title: 'Dieser Name ist bereits vergeben', action: 'Wählen Sie einen anderen Namen.' },
  'console-error': { title: 'Auf dieser Seite ist ein Fehler aufgetreten', action: programmersError },
  'import-interrupted': {
    title: 'Der Import wurde unterbrochen',
    action: 'Es wurde nichts importiert. Importieren Sie die Datei noch einmal.',
  },
  'database-full': {
    title: 'Der Speicherplatz der Datenbank ist voll',
    action: 'Es wurde nichts geändert. Informieren Sie die Betreiber von Postern.',
  },
  'database-read-only': {
    title: 'Zurzeit kann nichts geändert werden',
    action: 'Es wurde nichts geändert. Informieren Sie die Betreiber von Postern, wenn es so bleibt.',
  },
  'database-slow': {
    title: 'Die Datenbank hat zu lange gebraucht',
    action: 'Laden Sie die Seite neu, bevor Sie eine Änderung wiederholen.',
  },
  'domain-already-configured': {
    title: 'Diese Domain hat bereits Einstellungen',
    action: 'Ändern Sie die vorhandenen Einstellungen oder ersetzen Sie sie durch die andere Art.',
  },
  forbidden: {
    title: 'Ihre Rolle erlaubt das nicht',
    action: 'Wenden Sie sich an einen Super-Admin Ihres Kontos.',
  },
  'header-too-large': {
    title: 'Der Browser hat zu viel gesendet',
    action: 'Löschen Sie die Cookies dieser Website.',
  },
  'https-required': {
    title: 'Passwörter und Token brauchen eine sichere Verbindung',
    action:
      'Öffnen Sie diese Seite über https. Um sie ohne Zertifikat auszuprobieren, leiten Sie den Port mit „ssh -L 3000:127.0.0.1:3000 ihr-server“ weiter und öffnen Sie http://127.0.0.1:3000.',
  },
  'idempotency-key-reused': {
    title: 'Das wurde bereits mit anderen Werten gesendet',
    action: 'Versuchen Sie es erneut.',
  },
  'if-match-required': {
    title: 'Die Seite ist veraltet',
    action: 'Laden Sie sie neu und versuchen Sie es erneut.',
  },
  'import-refused': {
    title: 'Die Datei kann nicht importiert werden',
    action: 'Es wurde nichts importiert. Korrigieren Sie die Zeilen unten und prüfen Sie erneut.',
  },
  'internal-error': {
    title: 'Auf dem Server ist ein Fehler aufgetreten',
    action: 'Versuchen Sie es erneut. Tritt der Fehler wieder auf, melden Sie ihn bitte mit der Anfrage-ID.',
  },
  'invalid-body': { title: 'Der Server hat diese Seite nicht verstanden', action: programmersError },
  'invalid-input': { title: 'Einige Felder müssen korrigiert werden', action: '' },
  'invalid-request': { title: 'Der Server hat diese Seite nicht verstanden', action: programmersError },
  'kind-is-fixed': {
    title: 'Die Art dieser Einstellungen lässt sich nicht ändern',
    action: 'Öffnen Sie die Einstellungen erneut: Dort können Sie sie durch die andere Art ersetzen.',
  },
  'method-not-allowed': { title: 'Der Server hat diese Seite nicht verstanden', action: programmersError },
  'no-answer': {
    title: 'Postern ist nicht erreichbar',
    action: 'Prüfen Sie das Netzwerk und versuchen Sie es erneut.',
  },
  'mail-not-set-up': {
    title: 'E-Mail ist nicht eingerichtet',
    action: 'Ein Betreiber dieser Installation richtet es ein; Webhooks funktionieren auch ohne.',
  },
  'no-entries': {
    title: 'Für diese Auswahl sind keine Adressen veröffentlicht',
    action: 'Wählen Sie eine andere Liste.',
  },
  'not-found': {
    title: 'Das gibt es nicht mehr',
    action: 'Jemand hat es inzwischen gelöscht. Ihre Eingaben sind noch hier.',
  },
  'origin-mismatch': {
    title: 'Diese Seite wurde unter einer anderen Adresse geöffnet, als der Server erwartet',
    action: 'Öffnen Sie die Konsole unter der Adresse, für die die Installation eingerichtet ist.',
  },
  'provider-required': {
    title: 'Zugangstokens melden an dieser Konsole nicht an',
    action: 'Melden Sie sich über den Anbieter Ihrer Organisation an.',
  },
  'request-timeout': {
    title: 'Die Verbindung ist zu langsam',
    action: 'Es wurde nichts geändert. Versuchen Sie es erneut.',
  },
  'revision-is-stale': {
    title: 'Jemand hat das inzwischen geändert',
    action: 'Laden Sie es neu und wiederholen Sie Ihre Änderungen.',
  },
  'rules-refused': {
    title: 'Es können keine Regeln erzeugt werden',
    action: 'Korrigieren Sie, was die Hinweise nennen.',
  },
  'temporarily-unavailable': {
    title: 'Die Datenbank ist nicht erreichbar',
    action: 'Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  },
  'too-many-requests': { title: 'Zu viele Versuche', action: 'Versuchen Sie es später erneut.' },
  'token-refused': {
    title: 'Dieses Zugriffstoken ist nicht gültig',
    action:
      'Vielleicht enthält es einen Tippfehler, ist abgelaufen oder widerrufen. Bitten Sie einen Super-Admin um ein neues.',
  },
  unauthenticated: {
    title: 'Ihre Sitzung ist beendet',
    action: 'Melden Sie sich wieder an, um fortzufahren. Ihre Eingaben sind noch hier.',
  },
  'unexpected-answer': {
    title: 'Die Antwort kam nicht von Postern',
    action: 'Ein Proxy zwischen Ihnen und Postern kann die Ursache sein. Versuchen Sie es erneut.',
  },
  'unknown-data-center': {
    title: 'Die Liste enthält dieses Rechenzentrum nicht',
    action: 'Wählen Sie ein anderes.',
  },
  'unsupported-media-type': {
    title: 'Diese Art von Datei wird nicht unterstützt',
    action: 'Wählen Sie eine CSV- oder NDJSON-Datei.',
  },
};
