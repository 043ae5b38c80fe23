import { parseWebhookUrl } from '@postern/core/webhook-url';
import { askHttpsServer, type HttpsOptions } from '@postern/mail-probe/ask-https-server';
import { sendHttpRequest } from '@postern/mail-probe/conversation/send-http-request';
import { StepError } from '@postern/mail-probe/conversation/step-error';
import { webhookSources } from '@postern/mail-probe/egress/source-address';
import { LocalShortageError } from '@postern/mail-probe/local-shortage';

type WebhookRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The answer of a receiver, of which only this is read; or why there was none, as a failure code. */
export type WebhookAnswer =
  | { readonly status: number; readonly retryAfter: string | null }
  | { readonly failure: string };

export type SendWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>;

type Egress = Pick<HttpsOptions, 'policy' | 'resolve' | 'sourceAddresses'> & { readonly ca?: string };

/** For the TLS handshake, the headers and 4 KiB of a body that nobody reads. */
const maxBytes = 48 * 1024;
const httpsPort = 443;

/**
 * Returns the function that posts to receivers: https only, through the egress policy, on port 443 and the ports of it. It
 * gives up after `deadlineMs`, default 15 s.
 */
export function createWebhookSender(
  { policy, resolve, sourceAddresses, ca }: Egress,
  deadlineMs = 15_000,
): SendWebhook {
  const withHttps = {
    ...policy,
    checkPort: (port: number) => port === httpsPort || policy.checkPort(port),
  };
  const options = {
    policy: withHttps,
    resolve,
    sourceAddresses: webhookSources(sourceAddresses),
    ca: ca ?? null,
    maxBytes,
  };
  return async ({ url, headers, body }) => {
    const target = parseWebhookUrl(url);
    if (!target.ok) return { failure: target.code };
    const { host, pathname, search } = new URL(url);
    const request = {
      method: 'POST',
      host,
      path: pathname + search,
      headers: { ...headers, connection: 'close' },
      body,
    } as const;
    try {
      return await askHttpsServer(
        target,
        { ...options, deadlineAt: performance.now() + deadlineMs },
        async (socket) => {
          // The status decides. A receiver that answers and then sends a body without end has received the event.
          const answer = await sendHttpRequest(socket, request, () => Promise.resolve(null));
          return { status: answer.status, retryAfter: answer.headers['retry-after'] ?? null };
        },
      );
    } catch (error) {
      if (error instanceof StepError) return { failure: error.code };
      if (error instanceof LocalShortageError) return { failure: 'local-shortage' };
      throw error;
    }
  };
}
