const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const dropped = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err']);

/**
 * Formats a line of a process's log for a terminal: local time, process, level, message, other fields. A line that is
 * not a pino record, such as the stack of a crash, is prefixed with the name of the process.
 */
export function formatLogLine(line: string, name: string): string {
  const record = parseRecord(line);
  if (record === null) return `${name}  ${line}`;
  const time = new Date(Number(record.time)).toTimeString().slice(0, 8);
  const fields = Object.entries(record)
    .filter(([key]) => !dropped.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const { err } = record as { err?: { message?: unknown } };
  if (typeof err?.message === 'string') fields.push(`error=${err.message}`);
  const level = levels[Number(record.level)] ?? 'info';
  const text = [time, name.padEnd(8), level.padEnd(5), String(record.msg ?? ''), ...fields]
    .join(' ')
    .trimEnd();
  return text.replaceAll('\n', '\\n'); // A record is one line, whatever text of others it contains.
}

function parseRecord(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === 'object' && value !== null && 'level' in value && 'time' in value;
    return isRecord ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
