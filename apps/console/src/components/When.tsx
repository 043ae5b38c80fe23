import { text } from '../first-text';

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

/** A time relative to now, with the exact time as the tooltip, which is made when somebody points at it. */
export function When({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="soft">{text.common.never}</span>;
  return (
    <time dateTime={at} onPointerEnter={({ currentTarget }) => (currentTarget.title = formatTime(at))}>
      {formatAgo(at)}
    </time>
  );
}

/** The exact time in the browser's time zone. */
export function formatTime(at: string): string {
  return text.formats.time(new Date(at));
}

/** A time relative to now, e.g. “3 hours ago”. */
export function formatAgo(at: string): string {
  const date = new Date(at);
  let amount = (date.getTime() - Date.now()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.round(Math.abs(amount)) < size) return text.formats.relative(Math.round(amount), unit);
    amount /= size;
  }
  return formatTime(date.toISOString());
}
