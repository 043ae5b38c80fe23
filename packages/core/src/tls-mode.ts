import { z } from 'zod';

/** How a connection is encrypted: TLS from the first byte (RFC 8314 §3), or upgraded with STARTTLS. */
export const tlsModeSchema = z
  .enum(['implicit', 'starttls'])
  .meta({ id: 'TlsMode', description: 'Omitted, it follows a well-known port.', example: 'implicit' });
export type TlsMode = z.infer<typeof tlsModeSchema>;

const tlsModeOfPort: ReadonlyMap<number, TlsMode> = new Map([
  [993, 'implicit'],
  [465, 'implicit'],
  [143, 'starttls'],
  [587, 'starttls'],
  [25, 'starttls'],
  [2525, 'starttls'],
]);

/**
 * Returns the TLS mode that a well-known mail port implies; `undefined` for any other port, for which the settings
 * must name the mode.
 */
export function defaultTlsMode(port: number): TlsMode | undefined {
  return tlsModeOfPort.get(port);
}
