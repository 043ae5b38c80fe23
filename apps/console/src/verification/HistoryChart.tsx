import type { Verification } from '../api/verifications';
import { text } from '../text';
import classes from './Verification.module.css';

const width = 560;
const height = 132;
const inset = { left: 46, right: 8, top: 8, bottom: 18 };

type Series = {
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  readonly values: readonly (number | null)[];
};

/** Connect and TLS times of the last verifications, oldest left; two marks that differ in more than colour. */
export function HistoryChart({ rows }: { readonly rows: readonly Verification[] }) {
  const ordered = rows.filter(({ endpoints }) => endpoints.length > 0).toReversed();
  if (ordered.length < 2) return null;
  const series: Series[] = [
    {
      name: text.history.connect,
      color: 'var(--wait)',
      values: ordered.map((row) => slowest(row, 'connect')),
    },
    {
      name: text.history.tls,
      color: 'var(--pass)',
      dash: '5 4',
      values: ordered.map((row) => slowest(row, 'tls')),
    },
  ];
  const top = niceCeiling(
    Math.max(1, ...series.flatMap(({ values }) => values.filter((value) => value !== null))),
  );
  const x = (index: number) =>
    inset.left + (index / (ordered.length - 1)) * (width - inset.left - inset.right);
  const y = (value: number) => height - inset.bottom - (value / top) * (height - inset.top - inset.bottom);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={text.history.chart(ordered.length)}
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line
              x1={inset.left}
              x2={width - inset.right}
              y1={y(top * part)}
              y2={y(top * part)}
              stroke="var(--line)"
            />
            <text
              x={inset.left - 8}
              y={y(top * part) + 4}
              textAnchor="end"
              fontSize="11"
              fill="var(--ink-soft)"
            >
              {text.verification.milliseconds(top * part)}
            </text>
          </g>
        ))}
        {series.map(({ name, color, dash, values }) => {
          const points = values.flatMap((value, index) =>
            value === null ? [] : [[x(index), y(value)] as const],
          );
          return (
            <g key={name}>
              <polyline
                points={points.map((point) => point.join(',')).join(' ')}
                fill="none"
                stroke={color}
                strokeWidth="2"
                strokeDasharray={dash}
              />
              {points.map(([cx, cy]) => (
                <circle key={cx} cx={cx} cy={cy} r="2.6" fill={color} />
              ))}
            </g>
          );
        })}
      </svg>
      <figcaption className="soft" style={{ fontSize: '0.8125rem', marginBlockEnd: 10 }}>
        {text.history.caption}
      </figcaption>
    </figure>
  );
}

/** The slowest server's time for a stage; `null` if no server came that far. */
function slowest({ endpoints }: Verification, stage: 'connect' | 'tls'): number | null {
  const times = endpoints.flatMap(({ steps }) =>
    steps
      .filter((step) => step.stage === stage && step.state === 'passed')
      .map(({ durationMs }) => durationMs),
  );
  return times.length === 0 ? null : Math.max(...times);
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
