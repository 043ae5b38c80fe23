import type { Stage } from '@postern/core/verification';
import type { ConversationRequest } from '../conversation/conversation.js';

/**
 * Whether a conversation must be treated as if it had sent its password: the password follows the last capability step,
 * which comes after the TLS handshake. `passed` are the stages of the steps that have passed.
 */
export function mayHaveSentPassword({ credentials }: ConversationRequest, passed: readonly Stage[]): boolean {
  if (credentials === null) return false;
  const inTls = passed.slice(passed.lastIndexOf('tls') + 1);
  return passed.includes('tls') && (inTls.includes('capability') || inTls.includes('request'));
}
