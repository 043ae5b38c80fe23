import type { ProblemReasons } from '@postern/core/problem-reasons';
import { formats } from './formats';

const { number } = formats;

/** The German details of problems whose code alone does not say what is wrong. */
export const problemReasons: ProblemReasons = {
  'bulk-change-runs': () =>
    'In diesem Konto läuft schon eine Änderung vieler Domains. Warten Sie, bis sie beendet ist.',
  'delivery-runs': () => 'Die Zustellung ist noch nicht beendet; sie wird von selbst gesendet.',
  'domains-being-written': () =>
    'Andere Anfragen schreiben gerade dieselben Domains. Es wurde nichts importiert; versuchen Sie es noch einmal.',
  'file-without-columns': () => 'Die Datei hat keine Spalten.',
  'flag-is-off': () => 'Wählen Sie zuerst „Nicht sicheres Zertifikat zulassen“ für diese Domain.',
  'certificate-not-seen': () =>
    'Die letzte Prüfung hat bei diesem Server ein anderes Zertifikat gefunden. Prüfen Sie noch einmal, und vergleichen Sie den Fingerabdruck.',
  'too-many-domains': ({ most }) =>
    `Mehr als ${number(most)} Domains passen. Grenzen Sie die Suche oder die Filter ein.`,
  'too-many-servers': () =>
    'Regeln für so viele Server brauchen zu viel Zeit oder Speicher. Nennen Sie in der API einzelne Domains (`domains`).',
  'too-many-webhooks': ({ most }) => `Ein Konto hat höchstens ${number(most)} Webhooks.`,
};
