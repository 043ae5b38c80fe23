/** The mechanisms for passwords that Postern uses: SASL's names, and the IMAP command LOGIN counts as LOGIN. */
const usedMechanisms: readonly string[] = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** Whether one of the mechanisms that a server offers is used here, so that the server has refused what it offers. */
export function offersUsedMechanism(mechanisms: readonly string[]): boolean {
  return mechanisms.some((name) => usedMechanisms.includes(name.toUpperCase()));
}
