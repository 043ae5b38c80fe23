import { useElementSize } from '@mantine/hooks';
import type { Verification } from '../api/verifications';
import { formatTime } from '../components/When';
import { text } from '../text';
import { ChartLines, type Series } from './ChartLines';
import classes from './Verification.module.css';

/** Connect and TLS times of the last verifications, the oldest on the left; the two lines differ in colour and dash. */
export function HistoryChart({ rows }: { readonly rows: readonly Verification[] }) {
  const { ref, width } = useElementSize();
  const ordered = rows.filter(({ endpoints }) => endpoints.length > 0).toReversed();
  if (ordered.length < 2) return null;
  const timesOf = (stage: 'connect' | 'tls') => ordered.map((row) => slowest(row, stage));
  const series: readonly Series[] = [
    { name: 'connect', color: 'var(--wait)', values: timesOf('connect') },
    { name: 'tls', color: 'var(--pass)', dash: '5 4', values: timesOf('tls') },
  ];
  return (
    <figure className={classes.figure}>
      <ul className={classes.legend}>
        {series.map(({ name, color, dash }) => (
          <li key={name}>
            <svg width="26" height="10" aria-hidden="true">
              <line x1="0" x2="26" y1="5" y2="5" stroke={color} strokeWidth="2" strokeDasharray={dash} />
              <circle cx="13" cy="5" r="2.6" fill={color} />
            </svg>
            {text.history.legend[name]}
          </li>
        ))}
      </ul>
      <div ref={ref}>
        <ChartLines series={series} width={width || 560} label={text.history.chart(ordered.length)} />
      </div>
      <div className={classes.axis}>
        {[ordered[0]!, ordered.at(-1)!].map(({ id, finishedAt, createdAt }) => (
          // The exact time: “yesterday” at both ends says nothing about the time between them.
          <time key={id} dateTime={finishedAt ?? createdAt}>
            {formatTime(finishedAt ?? createdAt)}
          </time>
        ))}
      </div>
      <figcaption className={classes.caption}>{text.history.caption}</figcaption>
    </figure>
  );
}

/** The slowest server's time for a stage in milliseconds; `null` if no server reached the stage. */
function slowest({ endpoints }: Verification, stage: 'connect' | 'tls'): number | null {
  const times = endpoints.flatMap(({ steps }) =>
    steps
      .filter((step) => step.stage === stage && step.state === 'passed')
      .map(({ durationMs }) => durationMs),
  );
  return times.length === 0 ? null : Math.max(...times);
}
