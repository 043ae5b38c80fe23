import type { AccountServer } from '../../api/servers';
import { text } from '../../first-text';
import classes from './Overview.module.css';

const shownDays = 30;
const dayMs = 86_400_000;

/** A bar for each of the last 30 days: as high as the mean duration of its checks, and red if one of them failed. Its tooltip is made when somebody points at it. */
export function DayStrip({ days }: { readonly days: AccountServer['days'] }) {
  if (days.length === 0) return <span className="soft">{text.overview.noDays}</span>;
  const slowest = Math.max(...days.map(({ meanMs }) => meanMs ?? 0), 1);
  const failed = days.filter(({ failures }) => failures > 0).length;
  return (
    <span className={classes.strip} role="img" aria-label={text.overview.strip(days.length, failed)}>
      {lastDays().map((day) => {
        const found = days.find((each) => each.day === day);
        const height = found?.meanMs == null ? 1 : Math.max(found.meanMs / slowest, 0.15);
        return (
          <span
            key={day}
            className={classes.day}
            data-tone={found === undefined ? 'none' : found.failures > 0 ? 'fail' : 'pass'}
            style={{ height: `${height * 100}%` }}
            onPointerEnter={({ currentTarget }) => {
              if (found !== undefined) currentTarget.title = text.overview.day(day, found);
            }}
          />
        );
      })}
    </span>
  );
}

/** The dates of the last 30 days in UTC, as the API has them, oldest first. */
function lastDays(): string[] {
  const now = Date.now();
  return Array.from({ length: shownDays }, (_, index) =>
    new Date(now - (shownDays - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}
