import type { Finding } from '@postern/core/finding';
import { sampleFinding } from '@postern/core/sample-finding';
import { findingText } from '../../text/finding-text';
import { language } from '../../text/language';

/** The last notes of a sheet that is not in English: the English one has them itself, and only the console has them in other languages. */
export function SheetNotes({ findings }: { readonly findings: readonly Finding[] }) {
  const notes = findings.filter(({ code }) => code !== sampleFinding.code).map(findingText);
  if (language === 'en' || notes.length === 0) return null;
  return (
    <ul>
      {[...new Set(notes)].map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
