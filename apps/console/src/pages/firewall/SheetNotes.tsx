import type { Finding } from '@postern/core/finding';
import { sampleFinding } from '@postern/core/sample-finding';
import { areFindingsTranslated, findingText } from '../../text/finding-text';

/** The last notes of a sheet that is not in English: the English one has them itself, and only the console has them in other languages. */
export function SheetNotes({ findings }: { readonly findings: readonly Finding[] }) {
  const notes = findings.filter(({ code }) => code !== sampleFinding.code).map(findingText);
  if (!areFindingsTranslated || notes.length === 0) return null;
  return (
    <ul>
      {[...new Set(notes)].map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
