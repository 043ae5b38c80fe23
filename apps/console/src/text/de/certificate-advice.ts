import type { FailureWords } from '@postern/core/failures/failure-entry';
import type { FailureTexts } from '../failure-texts';

/** What to do, in German, after failures of a certificate check. */
export const certificateAdvice = {
  'cert-self-signed': () =>
    'Installieren Sie ein Zertifikat einer anerkannten Zertifizierungsstelle. Ist das selbstsignierte Zertifikat gewollt, wählen Sie „Nicht sicheres Zertifikat zulassen“: Ab dann wird genau dieses Zertifikat erwartet.',
  'cert-unknown-ca': () =>
    'Installieren Sie ein Zertifikat einer anerkannten Zertifizierungsstelle. Betreibt Ihre Organisation eine eigene, fügen Sie deren Zertifikat den Zertifizierungsstellen des Kontos hinzu; wenn Sie es nicht bekommen, wählen Sie „Nicht sicheres Zertifikat zulassen“.',
  'cert-chain-incomplete': () =>
    'Der Server muss auch das Zwischenzertifikat senden. Bitten Sie den Betreiber, die Datei mit der vollständigen Kette („full chain“) zu installieren. Hat eine Zertifizierungsstelle Ihrer Organisation das Zertifikat signiert, fügen Sie stattdessen diese den Zertifizierungsstellen des Kontos hinzu.',
  'cert-expired': () => 'Bitten Sie den Betreiber des Servers, das Zertifikat zu erneuern.',
  'cert-chain-expired': ({ chainMember }) =>
    `Das Zertifikat des Servers selbst ist noch gültig; es zu erneuern hilft nicht. Bitten Sie den Betreiber des Servers, ${chainMember === undefined ? 'die aktuelle Kette zu installieren' : `anstelle von „${chainMember}“ die aktuelle Kette zu installieren`}.`,
  'cert-wrong-purpose': ({ chainMember }) =>
    chainMember === undefined
      ? 'Bitten Sie die IT um ein Zertifikat für TLS-Server (erweiterte Schlüsselverwendung „serverAuth“).'
      : `Bitten Sie den Betreiber des Servers, „${chainMember}“ in der Kette durch das Zertifikat der Zertifizierungsstelle zu ersetzen.`,
  'cert-not-yet-valid': ({ chainMember }) =>
    chainMember === undefined
      ? 'Bitten Sie den Betreiber des Servers, die Daten des Zertifikats und die Uhr des Servers zu prüfen.'
      : `Bitten Sie den Betreiber des Servers, anstelle von „${chainMember}“ die aktuelle Kette zu installieren.`,
  'cert-name-mismatch': nameAdvice,
  'cert-weak': ({ chainMember }) =>
    chainMember === undefined
      ? 'Bitten Sie den Betreiber des Servers um ein Zertifikat mit SHA-256 und einem RSA-Schlüssel ab 2048 Bit (oder einem EC-Schlüssel).'
      : `Die Kette enthält „${chainMember}“ mit einem zu schwachen Schlüssel oder einer zu schwachen Signatur. Bitten Sie den Betreiber des Servers, die aktuelle Kette seiner Zertifizierungsstelle zu installieren.`,
  'cert-changed': () =>
    'Fragen Sie die IT, ob das Zertifikat ausgetauscht wurde. Wenn ja, vergleichen Sie gemeinsam den Fingerabdruck und akzeptieren Sie das neue Zertifikat; wenn nein, fängt vielleicht jemand die Verbindung ab.',
} satisfies Partial<FailureTexts>;

/** A wildcard covers one label (RFC 9525 §6.3) and cannot be entered as a server name. */
function nameAdvice({ host, names = [] }: FailureWords): string {
  const wildcard = names.find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  if (wildcard !== undefined) {
    const domain = wildcard.slice(2);
    return `Das Zertifikat gilt für Namen direkt unter ${domain}, zum Beispiel mail.${domain}; ein Platzhalter gilt nicht für weitere Ebenen. Geben Sie einen solchen Namen ein, falls der Server einen hat, oder bitten Sie die IT um ein Zertifikat mit diesem Namen.`;
  }
  const entered = names.filter((name) => !name.startsWith('*.')).slice(0, 3);
  if (entered.length > 0)
    return `Geben Sie den Servernamen ein, für den das Zertifikat gilt (${entered.join(', ')}), oder bitten Sie die IT um ein Zertifikat mit diesem Namen.`;
  return names.length > 0
    ? `Das Zertifikat gilt für Namen direkt unter ${names[0]!.slice(2)}. Geben Sie einen solchen Namen ein oder bitten Sie die IT um ein Zertifikat mit diesem Namen.`
    : 'Bitten Sie die IT um ein Zertifikat, das diesen Servernamen als Subject Alternative Name enthält; ein Common Name allein genügt nicht.';
}
