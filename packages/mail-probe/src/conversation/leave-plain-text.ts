import type { LineReader } from './line-reader.js';
import { StepError } from './step-error.js';

/** The tag of STARTTLS in IMAP. A server that takes its OK back sends NO or BAD with the same tag. */
export const startTlsTag = 'P2';

const refusal = new RegExp(`^(?:${startTlsTag} (?:NO|BAD)\\b|[45]\\d\\d[ -])`, 'i');

/**
 * Stops reading plain text after the server accepted STARTTLS. Text that follows the answer would be read as if it
 * had been sent encrypted (CVE-2011-0411), so it fails the step.
 */
export function leavePlainText(reader: LineReader): void {
  const { hasLeftovers, firstLine } = reader.release();
  if (hasLeftovers) throw refusePlainText(firstLine);
}

/**
 * Returns the failure for plain text in place of the TLS handshake. Courier and others answer STARTTLS with OK and
 * then with a refusal, if their TLS program fails. An attacker may have sent any other text.
 */
export function refusePlainText(text: string, options: ErrorOptions = {}): StepError {
  return new StepError(refusal.test(text) ? 'starttls-refused' : 'starttls-injection', {}, options);
}
