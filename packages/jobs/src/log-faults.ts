import { writeSync } from 'node:fs';
import { tellRarely } from './tell-rarely.js';

/**
 * Returns what takes the errors of a log's destination, which stop no work. They are told on standard error, at most once
 * a minute; where that is the same file nobody can be told.
 */
export function tellOfLogFaults(): (error: unknown) => void {
  return tellRarely(({ code }) => {
    const text = `The log cannot be written (${code}). Free some space on its disk; meanwhile lines of the log are lost`;
    try {
      writeSync(process.stderr.fd, `${text}\n`);
    } catch {
      // Standard error cannot be written either.
    }
  });
}
