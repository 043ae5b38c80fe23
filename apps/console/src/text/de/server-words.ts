/** The ports of each server as an advice names them. */
export const usualPorts = {
  imap: '993 (TLS) oder 143 (STARTTLS)',
  smtp: '465 (TLS) oder 587 (STARTTLS)',
  exchange: '443',
} as const;

/** The name of a TLS mode in the middle of a sentence. */
export function tlsModeInSentence(mode: string | undefined): string {
  return mode === 'starttls' ? 'STARTTLS' : 'TLS von Anfang an';
}
