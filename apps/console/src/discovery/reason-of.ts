import type { DiscoverySource } from '../api/discoveries';
import { text } from '../text';

/** Why a place gave no servers; `null` if it gave some or has none. */
export function reasonOf({ state, code, detail }: DiscoverySource): string | null {
  const words = text.discovery;
  if (code === 'no-usable-server') return detail;
  if (code?.startsWith('cert-')) return words.certificateReason;
  const reasons: Readonly<Record<string, string>> = words.reasons;
  return (code === null ? undefined : reasons[code]) ?? words.stateReasons[state];
}
