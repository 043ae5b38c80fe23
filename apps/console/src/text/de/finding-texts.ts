import type { FindingTexts } from '@postern/core/findings/finding-texts';
import { formats } from './formats';
import { parameterTitles as titles } from './parameter-titles';

const { plural, number, time } = formats;

/** The addresses of a server that rules on a device name, and why. */
const addressSides = {
  asa: ['private', 'Die Zugriffslisten der ASA enthalten seit Version 8.3 die Adresse nach dem NAT'],
  fortigate: [
    'private',
    `Mit einem NAT muss die Policy stattdessen Ihr VIP-Objekt nennen (siehe „${titles.virtualIps}“)`,
  ],
  opnsense: ['private', 'OPNsense filtert nach der Portweiterleitung'],
  'pan-os': ['public', 'PAN-OS-Regeln enthalten die Adresse vor dem NAT und die Zone danach'],
  pfsense: ['private', 'Die Firewall filtert nach der Portweiterleitung'],
  routeros: ['private', 'RouterOS filtert nach dst-nat'],
  srx: ['private', 'Die SRX prüft Policies nach dem Ziel-NAT'],
  windows: ['private', 'Die Regeln laufen auf dem Server selbst'],
} as const;

const sides = { private: 'privaten', public: 'öffentlichen' } as const;

const parts = { host: 'Sein Name', URL: 'Seine URL' } as const;

const day = (at: string) => time(new Date(at));
const noneOr = (names: readonly string[]) => names.join(', ') || 'keines';
const skipped = (server: string, why: string) => `Ein ${server}-Server wurde übergangen: ${why}.`;

/** The texts of findings about lists, rules and discovered servers in German. */
export const findingTexts: FindingTexts = {
  'list-empty': () => 'Die Liste hat keine Einträge; Regeln daraus würden den Anbieter aussperren',
  'protocol-empty': ({ protocol }) => `Es gibt keinen Eintrag für ${protocol.toUpperCase()}`,
  'data-center-duplicate': ({ id }) => `Das Rechenzentrum ${id} steht zweimal in der Liste`,
  'entry-duplicate': ({ entry }) => `${entry} steht zweimal in der Liste`,
  'prefix-too-broad': ({ entry }) =>
    `${entry} umfasst mehr Adressen, als die Mailserver eines Anbieters brauchen`,
  'merged-too-broad': ({ prefix }) =>
    `Zusammen ergeben Einträge ${prefix}; das sind mehr Adressen, als die Mailserver eines Anbieters brauchen`,
  'prefix-documentation': ({ entry }) =>
    `${entry} ist eine Beispieladresse (RFC 5737, RFC 3849), die im Internet nicht vorkommt`,
  'prefix-reserved': ({ entry }) =>
    `${entry} enthält Adressen, von denen keine Verbindung über das Internet kommen kann (RFC 6890)`,
  'entry-shadowed': ({ entry, outer }) => `${entry} liegt innerhalb von ${outer} derselben Liste`,
  'date-missing': ({ entry, state }) =>
    state === 'announced' ? `${entry} ist ohne Datum angekündigt` : `${entry} läuft ohne Datum aus`,
  'dates-reversed': ({ entry }) => `${entry} läuft aus, bevor der Eintrag gilt`,
  'list-shrank': ({ family, protocol, before, after }) =>
    `Die IPv${family}-Liste für ${protocol.toUpperCase()} schrumpft von ${before} auf ${after} Adressen`,
  'active-before-date': ({ entry, date }) => `${entry} gilt schon vor dem angekündigten Datum ${day(date)}`,
  'removed-while-active': ({ entry }) =>
    `${entry} wird entfernt, obwohl der Eintrag gilt. Lassen Sie ihn zuerst auslaufen, damit niemand ausgesperrt wird`,
  'removed-before-retire-date': ({ entry, date }) =>
    `${entry} wird vor dem ${day(date)} entfernt, bis zu dem der Eintrag bleiben sollte`,
  'vendor-unnamed': ({ name }) =>
    `Kein Anbieter ist genannt; in Regeln und im Merkblatt für die IT steht daher „${name}“. Tragen Sie den Namen ein, unter dem Ihre Kunden Sie kennen`,
  'accounts-without-data-center': ({ accounts }) =>
    `${plural(accounts, { one: '# Konto hat', other: '# Konten haben' })} kein Rechenzentrum. Dort gibt es nur die Einträge, die zu keinem gehören, und keine Firewall-Regeln`,
  'accounts-of-unknown-data-center': ({ accounts }) =>
    `${plural(accounts, { one: '# Konto hat', other: '# Konten haben' })} ein Rechenzentrum, das diese Liste nicht enthält. Dort gibt es keine Liste und keine Firewall-Regeln`,
  'data-center-missing': ({ prefixes, known }) =>
    `Kein Rechenzentrum ist eingestellt. Daher ${
      known === undefined
        ? plural(prefixes, { one: 'fehlt # Präfix', other: 'fehlen # Präfixe' })
        : plural(prefixes, { one: 'würde # Präfix fehlen', other: 'würden # Präfixe fehlen' })
    }, die zu Rechenzentren gehören${known === undefined ? ', in dieser Liste' : `; möglich: ${noneOr(known)}`}`,
  'data-center-unknown': ({ id, known, prefixes = 0 }) =>
    known === undefined
      ? `Einträge nennen das Rechenzentrum ${id}, das nicht in der Liste steht`
      : `Die Liste enthält das Rechenzentrum ${id} nicht (vorhanden: ${noneOr(known)}); zu Rechenzentren ${plural(prefixes, { one: 'gehört # Präfix', other: 'gehören # Präfixe' })}`,

  'list-errors': ({ errors }) =>
    `Die Liste hat ${plural(errors, { one: '# weiteren Fehler', other: '# weitere Fehler' })}; postern allowlist lint nennt alle`,
  'sources-too-broad': ({ list, prefix }) =>
    `${list === undefined ? `„${titles.furtherSources}“` : `Die Liste ${list}`} ergibt ${prefix}. Das ist für eine Regel zu weit; es wurde keine Datei geschrieben`,
  'host-refused': ({ owner }) =>
    `Ein Server ${owner === undefined ? 'eines Webhooks' : `von ${owner}`} hat keinen brauchbaren Namen oder Port und erhält keine Regel`,
  'hosted-provider': ({ host, provider }) =>
    `${host} wird von ${provider} betrieben: Davor steht keine Ihrer Firewalls, daher braucht der Server keine Regel`,
  'webhook-list-empty': () =>
    'Der Anbieter nennt keine Adressen für Webhooks, daher erhalten ihre Empfänger keine Regel',
  'no-servers': () => 'Es ist kein eigener Server eingerichtet, daher gibt es nichts zu öffnen',
  'family-empty': ({ family, list }) =>
    `Der Anbieter nennt keine IPv${family}-Adressen für ${list}, daher gibt es dafür keine Regel`,
  'set-empty': ({ list }) =>
    `Der Anbieter nennt keine Adressen für ${list}: Es wurde keine Regel geschrieben (eine leere Liste lässt nie alle zu)`,
  'exchange-union': () =>
    'Der Anbieter sagt nicht, welche Liste Exchange verwendet; die Exchange-Regeln lassen die SMTP- und die IMAP-Liste zu',
  'destination-unknown': ({ host }) =>
    `Die Adresse von ${host} wurde nicht angegeben: Füllen Sie die markierte Stelle aus (Namen werden hier nicht aufgelöst)`,
  'destination-without-family': ({ host, family }) =>
    `${host} hat keine IPv${family}-Adresse, daher erhalten die IPv${family}-Adressen des Anbieters dafür keine Regel`,
  'destination-unused': ({ host }) =>
    `Für ${host} wurden Adressen angegeben, aber keine der Einstellungen nennt diesen Server`,
  placeholder: ({ marks, more }) =>
    `Vor der Verwendung auszufüllen: ${marks.join(', ')}${more > 0 ? ` und ${number(more)} weitere` : ''}`,
  'address-side': ({ device }) => {
    if (device === 'pods')
      return 'Die Ports sind die der Pods selbst, hinter dem Service. Pods werden über ihre Labels gefunden; Adressen von Servern werden nicht verwendet';
    const [side, reason] = addressSides[device];
    return `Ziele sind die ${sides[side]} Adressen und Ports der Server. ${reason}`;
  },
  'feed-token': () =>
    'Das Gerät meldet sich bei jedem Abruf mit Basic-Authentifizierung an; das Passwort ist ein Zugriffstoken der Rolle Netzwerk. In einer Konsole öffnet ? die Hilfe: Laden Sie die Befehle als Datei, oder drücken Sie vorher Strg-V',
  'feed-token-expiry': () =>
    'PAN-OS wendet eine Liste nicht mehr an, sobald die Anmeldung scheitert: Verwenden Sie ein Zugriffstoken, das nicht abläuft, bevor Sie es ersetzen',
  guide: ({ guide }) =>
    `Das Gerät kann die Listen auch selbst lesen: GET /v1/firewall/guides/${guide} beschreibt, wie`,
  order: ({ what }) =>
    `Neue ${what === 'policies' ? 'Policies' : 'Regeln'} stehen am Ende, vielleicht unter einer Sperre: Füllen Sie „${titles.before}“ aus, oder verschieben Sie sie einmal`,
  'sasl-included': () =>
    'Die SMTP-Liste steht ebenfalls in allow_nets: Postfix prüft über diese passdb die Anmeldungen an seinen Submission-Diensten (SASL)',
  'excludes-others': ({ ports, isUnlessIsolated = false }) =>
    ports === undefined
      ? `allow_nets weist jede andere Adresse ab, auch Telefone und Büros: Nennen Sie diese in „${titles.furtherSources}“`
      : `${isUnlessIsolated ? 'Eine Policy schottet die Pods ab, die sie auswählt, sofern das nicht schon eine eigene Policy tut' : 'Diese Policies schotten die Pods ab'}: Nur die gelisteten Quellen erreichen deren Ports ${ports.join(', ')}. Alle anderen Quellen und jeder andere Port, etwa 25, 443 oder einer für Zustandsprüfungen, sind gesperrt, sofern keine eigene Policy sie öffnet; legen Sie diese Policy zuerst an`,
  'exclusive-refused': ({ host, port }) =>
    host === undefined
      ? `Für firewalld gibt es den Modus exclusive nicht: Wählen Sie unter „${titles.form}“ oder „${titles.mode}“ etwas anderes`
      : `Port ${port} von ${host} bleibt für andere offen: Ihn zu sperren würde öffentliche E-Mails oder Telefone aussperren. Füllen Sie zuerst „${titles.furtherSources}“ aus`,
  'needs-plugin': () =>
    'Nur ein Netzwerk-Plugin, das NetworkPolicy unterstützt, zum Beispiel Calico oder Cilium, setzt diese Policies um; andere nehmen sie an und tun nichts',
  'needs-version': () =>
    'Cilium 1.16 oder neuer ist nötig: Ältere Versionen kennen keine Policy, die etwas zulässt und nichts sperrt, und kubectl weist diese dort ab',
  'needs-jump': () =>
    'Die Rolle legt eine Chain an, aber keinen Sprung dorthin: Fügen Sie „jump postern“ einmal in Ihre eigene Chain ein, oberhalb ihres drop, und in Ihre nftables-Konfiguration',
  'source-translated': () =>
    'Eine Policy sieht die Adresse eines Nodes statt der des Anbieters, sofern nicht die externalTrafficPolicy der Services vor den Pods Local ist oder der Load-Balancer die Quelladressen behält; sonst bleibt der Anbieter ausgesperrt',
  'slow-to-apply': ({ minutes, commands }) =>
    `ufw braucht für diese ${number(commands)} Befehle etwa ${plural(minutes, { one: '# Minute', other: '# Minuten' })}, und ein abgebrochenes Skript hinterlässt einen Teil davon. Die Form ipset braucht eine Sekunde, siehe „${titles.form}“`,
  'rules-by-hand': () =>
    'Aliase lassen von sich aus niemanden hinein: postern-rules.md nennt die Regeln, die Sie einmal anlegen',
  'table-size': ({ prefixes, needed }) =>
    `Die Listen haben ${number(prefixes)} Präfixe: Setzen Sie „Firewall Maximum Table Entries“ auf mehr als ${number(needed)}, sonst lädt die Firewall gar keine Regeln`,
  candidate: ({ device, header }) =>
    device === 'srx'
      ? 'Kopieren Sie die Datei auf das Gerät. Im Konfigurationsmodus liest „load set“ sie ein, „commit check“ probiert sie aus und „commit“ wendet alles auf einmal an. Auf das Löschen von etwas, das es noch nicht gibt, folgt nur eine Warnung'
      : `Geben Sie „set cli scripting-mode on“ und dann „configure“ ein; fügen Sie die Befehle ein, dann „commit“. Auf das Löschen von etwas, das es noch nicht gibt, folgt nur eine Beschwerde. ${header}`,
  'address-book': () =>
    'Die Adressen stehen im globalen Adressbuch (Junos 11.2 oder neuer). Junos lehnt das Commit auf einem Gerät ab, das noch Adressbücher in seinen Security-Zones hat',
  'groups-grow': () =>
    'Eine Gruppe behält Mitglieder, die nicht mehr in der Liste stehen, bis die Datei mit dem Weggefallenen angewendet ist; diese wird geschrieben, wenn die vorige Revision genannt ist',
  'stale-rules': () =>
    'Regeln für einen Server, einen Port, eine Liste oder eine Adressfamilie, die weggefallen sind, bleiben: Nennen Sie die vorige Revision, dann wird auch eine Datei geschrieben, die sie entfernt',
  'policy-id-shared': ({ first, second, policy }) =>
    `Die Regeln ${first} und ${second} hätten beide die Policy ${policy}: Geben Sie unter „${titles.firstPolicyId}“ einen anderen Wert an`,
  'priority-taken': ({ first, second, free }) =>
    `Die Regeln ${first} und ${second} hätten in ihrer Network Security Group dieselbe Priorität: Geben Sie der zweiten mit dem Parameter priorityOffsets eine andere, zum Beispiel ${second}=${free}`,
  quota: ({ list, prefixes, most }) =>
    `Die Liste ${list} hat ${number(prefixes)} Präfixe, mehr als eine Liste dieser Art fasst (${number(most)})`,
  'quota-rules': ({ cloud, name, count, most }) =>
    cloud === 'aws'
      ? `Die Regeln für ${name} zählen ${number(count)}, und eine Security Group fasst ohne Erhöhung ${number(most)}: Bitten Sie AWS zuerst um ein höheres Kontingent`
      : `Die Regeln für ${name} haben ${number(count)} Quellpräfixe, und eine Network Security Group fasst ${number(most)}: Geben Sie den Servern eigene Gruppen oder Listen mit weniger Präfixen`,
  'comment-cut': ({ characters }) => `Kommentare werden auf ${number(characters)} Zeichen gekürzt`,
  'not-atomic': () =>
    'Eine neue Revision wird Befehl für Befehl angewendet: Für einen Moment stehen alte und neue Einträge nebeneinander',

  'host-missing': ({ server }) => skipped(server, 'Sein Name fehlt'),
  'port-missing': ({ server }) => skipped(server, 'Ein Port von 1 bis 65535 fehlt'),
  'not-encrypted': ({ server }) => skipped(server, 'Seine Verbindung ist nicht verschlüsselt'),
  'encryption-unknown': ({ server }) => skipped(server, 'Die Art der Verschlüsselung fehlt'),
  'host-not-allowed': ({ server }) => skipped(server, 'Postern darf sich mit diesem Server nicht verbinden'),
  'username-invalid': ({ server }) =>
    skipped(server, 'Sein Benutzername enthält einen unbekannten Platzhalter'),
  'url-missing': ({ server }) => skipped(server, 'Seine URL fehlt'),
  'url-invalid': ({ server }) => skipped(server, 'Seine URL ist keine von Exchange Web Services über https'),
  'needs-address': ({ server, part = 'host' }) =>
    skipped(server, `${parts[part]} hängt von der E-Mail-Adresse ab, und nur die Domain ist bekannt`),
  'placeholder-unknown': ({ server, part = 'host' }) =>
    skipped(server, `${parts[part]} enthält einen unbekannten Platzhalter`),
  'type-not-used': ({ server }) =>
    `Die Quelle nennt auch einen Server für ${server}, der nicht verwendet wird.`,
  'exchange-online-retired': () =>
    'Das ist Exchange Online, das Exchange Web Services nicht mehr anbietet; der Zugang ist IMAP mit OAuth.',
  'smtp-username-differs': ({ username }) =>
    `Die Quelle nennt für den SMTP-Server einen anderen Benutzernamen: ${username}`,
  'submission-on-465': () =>
    'Der SRV-Eintrag _submission nennt Port 465, auf dem TLS mit dem ersten Byte beginnt; die Bezeichnung würde STARTTLS bedeuten.',
  'not-offered': ({ label }) => `Die Domain gibt an, dass sie ${label} nicht anbietet.`,
};
