import { problemOf } from '../api/client';
import { ProblemAlert } from './ProblemAlert';

/** Shown in place of a page that failed to render. */
export function Crash({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <div className="page">
      <ProblemAlert problem={problemOf(error)} onRetry={reset} />
    </div>
  );
}
