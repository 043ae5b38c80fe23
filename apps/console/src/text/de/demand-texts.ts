import type { DemandTexts } from '../demand-texts';

/** What providers demand of mail programs, in German. */
export const demandTexts: DemandTexts = {
  'google-app-password':
    'Google lehnt das Passwort des Kontos ab. Erstellen Sie bei eingeschalteter Bestätigung in zwei Schritten ein App-Passwort. Eine Organisation kann App-Passwörter verbieten; dann ist nur die Anmeldung über Google möglich.',
  'microsoft-365-oauth-only':
    'Exchange Online akzeptiert für IMAP keine Passwörter, sondern Tokens der Anmeldung von Microsoft (OAuth).',
  'microsoft-365-switch-on':
    'SMTP AUTH ist für viele Postfächer ausgeschaltet; ein Administrator schaltet es für die Organisation oder ein einzelnes Postfach ein.',
  'microsoft-365-smtp-password-ends':
    'Ende Dezember 2026 schaltet Exchange Online Passwörter für SMTP AUTH standardmäßig ab; ein Administrator kann sie für eine Weile wieder einschalten.',
  'microsoft-365-ews-ends':
    'Exchange Web Services von Exchange Online sind seit dem 1. Oktober 2026 gesperrt, sofern kein Administrator die Anwendung zulässt, und enden am 1. April 2027. Eigene Exchange-Server sind nicht betroffen.',
  'outlook-com-oauth-only':
    'Seit dem 16. September 2024 akzeptiert Outlook.com für IMAP und SMTP weder Passwörter noch App-Passwörter, sondern nur die Anmeldung von Microsoft (OAuth).',
  'outlook-com-switch-on':
    'IMAP ist ausgeschaltet, bis es in den Einstellungen von Outlook.com unter „E-Mail“, „Weiterleitung und IMAP“ aktiviert wird.',
  'yahoo-app-password':
    'Yahoo lehnt das Passwort des Kontos ab. Erstellen Sie in der Kontosicherheit ein App-Passwort.',
  'aol-app-password':
    'AOL lehnt in Mailprogrammen das Passwort des Kontos ab. Erstellen Sie in der Kontosicherheit ein App-Passwort.',
  'icloud-app-password':
    'iCloud lehnt das Passwort des Apple Accounts ab. Erstellen Sie ein App-spezifisches Passwort; dafür muss die Zwei-Faktor-Authentifizierung eingeschaltet sein.',
  'fastmail-app-password':
    'Fastmail lehnt in Mailprogrammen das Passwort des Kontos ab. Erstellen Sie unter „Privacy & Security“ ein App-Passwort; der Tarif „Basic“ hat kein IMAP.',
  'gmx-switch-on':
    'IMAP ist ausgeschaltet, bis es in den Einstellungen von GMX unter „POP3/IMAP“ erlaubt wird.',
  'gmx-app-password':
    'Bei eingeschalteter Zwei-Faktor-Authentifizierung lehnt GMX das Passwort des Kontos ab; erstellen Sie ein anwendungsspezifisches Passwort.',
  'web-de-switch-on':
    'IMAP ist ausgeschaltet, bis es in den Einstellungen von WEB.DE unter „POP3/IMAP“ erlaubt wird.',
  't-online-app-password':
    'Telekom Mail hat für Mailprogramme ein eigenes Passwort, das in den Einstellungen unter „Passwörter“ festgelegt wird.',
  'zoho-switch-on':
    'IMAP ist ausgeschaltet, bis es in den Einstellungen von Zoho Mail unter „Mail Accounts“ aktiviert wird.',
  'zoho-app-password':
    'Bei Zwei-Faktor-Authentifizierung oder Anmeldung über die Firma lehnt Zoho das Passwort des Kontos ab; erstellen Sie ein App-Passwort.',
  'yandex-switch-on':
    'IMAP ist ausgeschaltet, bis es in den Einstellungen von Yandex Mail unter „Email clients“ aktiviert wird.',
  'yandex-app-password':
    'Bei eingeschalteter Zwei-Faktor-Authentifizierung lehnt Yandex das Passwort des Kontos ab; erstellen Sie ein App-Passwort für E-Mail.',
  'mail-ru-app-password':
    'Mail.ru lehnt in Mailprogrammen das Passwort des Kontos ab. Erstellen Sie ein Passwort für externe Anwendungen.',
  'qq-app-password':
    'Seit dem 1. November 2022 akzeptiert QQ Mail statt des Passworts nur einen Autorisierungscode; er entsteht, wenn IMAP in den Einstellungen aktiviert wird.',
  'qq-switch-on':
    'IMAP und SMTP sind ausgeschaltet, bis sie in den Einstellungen von QQ Mail aktiviert werden.',
  'netease-app-password':
    'NetEase akzeptiert statt des Passworts nur einen Autorisierungscode; er entsteht, wenn IMAP in den Einstellungen aktiviert wird.',
  'netease-switch-on':
    'IMAP und SMTP sind ausgeschaltet, bis sie in den Einstellungen des Postfachs aktiviert werden.',
  'proton-no-servers':
    'Proton Mail hat keine IMAP- und SMTP-Server im Internet. Das Programm Bridge für bezahlte Tarife stellt sie auf dem eigenen Computer bereit, den Postern nicht erreicht.',
};
