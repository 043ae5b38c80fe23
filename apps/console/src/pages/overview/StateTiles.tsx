import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/summary';
import { text } from '../../first-text';
import classes from './Overview.module.css';

const words = text.overview;

/** A number of domains for each state; each leads to the list of these domains. */
export function StateTiles({ summary: { domains, attempts, attention } }: { readonly summary: Summary }) {
  const { byState, total } = domains;
  const hints = attention.find(({ kind }) => kind === 'hints')?.count ?? 0;
  const tiles = [
    { label: words.tiles.total, count: total, tone: 'idle', search: { origin: 'admin' } },
    { label: words.tiles.passed, count: byState.passed, tone: 'pass', search: { state: 'passed' } },
    { label: words.tiles.failed, count: byState.failed, tone: 'fail', search: { state: 'failed' } },
    {
      label: words.tiles.running,
      count: byState.queued + byState.running,
      tone: 'wait',
      // The list shows one state at a time; those that run are few, and soon done.
      search: { state: byState.queued === 0 && byState.running > 0 ? 'running' : 'queued' },
    },
    {
      label: words.tiles.unverified,
      count: byState.unverified,
      tone: 'warn',
      search: { state: 'unverified' },
    },
    { label: words.tiles.attempts, count: attempts, tone: 'warn', search: { origin: 'attempt' } },
    ...(hints === 0
      ? []
      : [{ label: words.tiles.hints, count: hints, tone: 'warn', search: { hint: 'shown' } }]),
  ];
  return (
    <ul className={classes.tiles}>
      {tiles.map(({ label, count, tone, search }) => (
        <li key={label}>
          <Link
            to="/settings/objects/activities"
            search={search}
            className={`card ${classes.tile}`}
            data-tone={count === 0 ? 'idle' : tone}
          >
            <span className={classes.count}>{text.formats.number(count)}</span>
            <span>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
