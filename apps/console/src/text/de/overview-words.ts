import { formats } from './formats';

const { number, plural } = formats;

/** Texts of the overview. */
export const overviewWords = {
  overview: {
    title: 'Übersicht',
    lead: 'Wie es den Mailservern Ihrer Domains geht und was Sie erledigen sollten.',
    toList: 'Zu den Aktivitäten',
    tiles: {
      total: 'Domains',
      passed: 'In Ordnung',
      failed: 'Fehlgeschlagen',
      running: 'In Prüfung',
      unverified: 'Nicht geprüft',
      hints: 'Andere Server veröffentlicht',
      attempts: 'Versuche von Benutzern',
    },
    nextCheck: 'Nächste regelmäßige Prüfung',
    noCheck: 'Keine regelmäßige Prüfung steht an.',
    failures: 'Was nicht funktioniert',
    failureColumns: ['Server', 'Was geschah', 'Domains', 'Seit'],
    more: (count: number) => `Und ${number(count)} weitere.`,
    toFailing: 'Alle fehlgeschlagenen Domains anzeigen',
    certificates: 'Bald ablaufende Zertifikate',
    certificateColumns: ['Server', 'Restlaufzeit', 'Domains'],
    ending: 'Bald endende Zugänge',
    endingColumns: ['Was', 'Name', 'Endet'],
    endingKinds: { 'certificate-authority': 'Zertifizierungsstelle', token: 'Token' },
    domains: (count: number) => plural(count, { one: '# Domain', other: '# Domains' }),
    servers: 'Server',
    serversHelp:
      'Ergebnisse der regelmäßigen Prüfungen der letzten 30 Tage. Ein höherer Balken bedeutet eine langsamere Antwort.',
    serversLimit:
      'Höchstens 50 Server sind aufgeführt: zuerst die mit Fehlern, dann die, die von den meisten Domains verwendet werden.',
    serverColumns: ['Server', '30 Tage', 'Antwortzeit', 'Verwendet von', 'Nächste Prüfung'],
    noDays: 'Noch keine regelmäßige Prüfung',
    strip: (days: number, failed: number) =>
      `An ${plural(days, { one: '# Tag', other: '# Tagen' })} geprüft, ${failed === 0 ? 'ohne Fehler' : `mit Fehlern an ${plural(failed, { one: '# Tag', other: '# Tagen' })}`}`,
    day: (
      day: string,
      { checks, failures, meanMs }: { checks: number; failures: number; meanMs: number | null },
    ) =>
      `${formats.day(day)}: ${plural(checks, { one: '# Prüfung', other: '# Prüfungen' })}, ${number(failures)} fehlgeschlagen${meanMs === null ? '' : `, ${formats.milliseconds(meanMs)}`}`,
    changes: 'Änderungen seit Ihrem letzten Besuch',
    latestChanges: 'Letzte Änderungen',
    noChanges: 'Nichts hat sich geändert.',
    allowlist: (revision: number) => `Revision ${number(revision)} der IP-Freigabeliste`,
  },
};
