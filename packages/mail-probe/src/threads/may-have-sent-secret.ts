import type { Stage } from '@postern/core/verification';
import type { ConversationRequest } from '../conversation/conversation.js';

/**
 * Whether a conversation must be treated as if it had sent its password or token, which follows the last capability
 * step, after the TLS handshake. `passed` are the stages of the steps that have passed.
 */
export function mayHaveSentSecret({ credentials }: ConversationRequest, passed: readonly Stage[]): boolean {
  if (credentials === null) return false;
  const inTls = passed.slice(passed.lastIndexOf('tls') + 1);
  return passed.includes('tls') && (inTls.includes('capability') || inTls.includes('request'));
}
