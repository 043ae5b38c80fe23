import { text } from '../text';
import classes from './Verification.module.css';

export type Series = {
  readonly name: 'connect' | 'tls';
  readonly color: string;
  readonly dash?: string;
  /** Milliseconds, one for each verification; `null` if the stage was not reached. */
  readonly values: readonly (number | null)[];
};

type Props = { readonly series: readonly Series[]; readonly width: number; readonly label: string };

const height = 132;
const inset = { left: 52, right: 6, top: 10, bottom: 8 };

/** A line chart with a grid and three labels. It is drawn at its actual width in CSS pixels, so that text is not scaled. */
export function ChartLines({ series, width, label }: Props) {
  const count = Math.max(...series.map(({ values }) => values.length));
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = niceCeiling(Math.max(1, ...known));
  const x = (index: number) => inset.left + (index / (count - 1)) * (width - inset.left - inset.right);
  const y = (value: number) => height - inset.bottom - (value / top) * (height - inset.top - inset.bottom);
  return (
    <svg className={classes.chart} width={width} height={height} role="img" aria-label={label}>
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
            fontSize="12"
            fill="var(--ink-soft)"
          >
            {text.formats.milliseconds(top * part)}
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
  );
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
