import { Conversation } from './conversation.js';
import { recogniseFirstBytes } from './first-bytes.js';
import { StepError } from './step-error.js';

type Converse = (conversation: Conversation) => Promise<StepError | null>;

const protocolOf = { imap: 'IMAP', smtp: 'SMTP', exchange: 'HTTP' } as const;

/**
 * Looks once whether the server answers in the other TLS mode. TLS towards a plaintext port fails at once, STARTTLS on
 * a TLS port waits for a greeting that never comes. Returns a better failure than `failed`, or null to keep it.
 */
export async function lookForOtherMode(
  first: Conversation,
  failed: StepError,
  converse: Converse,
): Promise<StepError | null> {
  if (!mayBeOtherMode(first, failed) || first.remainingMs === 0) return null;
  const { request } = first;
  const other = new Conversation(
    {
      ...request,
      tls: request.tls === 'implicit' ? 'starttls' : 'implicit',
      addresses: first.report.address === null ? [] : [first.report.address],
      credentials: null,
      limits: { ...request.limits, deadlineMs: first.remainingMs },
    },
    { onStep: () => {}, onChunk: first.listener.onChunk },
  );
  const otherFailed = await converse(other);
  const passed = new Set(
    other.report.steps.filter(({ state }) => state === 'passed').map(({ stage }) => stage),
  );
  if (passed.has('tls') && passed.has('greeting')) {
    return new StepError('wrong-security-mode', { suggestion: other.request.tls });
  }
  const isTelling = otherFailed?.code === 'not-this-protocol' || passed.has('capability');
  if (isTelling && otherFailed?.code !== 'unknown') return otherFailed;
  return speaksPlainly(first, failed) ? new StepError('tls-failed') : null;
}

function mayBeOtherMode(conversation: Conversation, failed: StepError): boolean {
  const { endpoint, tls } = conversation.request;
  if (endpoint === 'exchange') return false;
  if (tls === 'starttls') return failed.code === 'server-silent' || failed.facts.answered === 'TLS';
  // Somebody who answers in TLS records, be it to refuse us, is in the right mode.
  const answersInTls = recogniseFirstBytes(conversation.connected.firstBytes) === 'TLS';
  const isUnclear = failed.code === 'tls-failed' || failed.code === 'tls-silent';
  return (isUnclear && !answersInTls) || speaksPlainly(conversation, failed);
}

/** Whether the right protocol answered, only without TLS. */
function speaksPlainly({ request }: Conversation, { code, facts }: StepError): boolean {
  return (
    code === 'not-this-protocol' &&
    facts.answered === protocolOf[request.endpoint] &&
    request.tls === 'implicit'
  );
}
