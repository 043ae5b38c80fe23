import { z } from 'zod';
import { emailAddressSchema } from './domain-name.js';
import { isLoopbackUrl } from './loopback-url.js';
import { addRefusal, type Refusal } from './problem.js';

/**
 * Parses the origin of a page: https, or http on a loopback host, and nothing after the port. It must be written as a
 * browser writes it in the header `Origin` (RFC 6454 §6.2), because it is compared with that header; another spelling is
 * refused with the browser's as the suggestion.
 */
export function parsePageOrigin(text: string): { ok: true; origin: string } | Refusal {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname.includes('*'))
    return refuse('origin-malformed', 'An origin is needed, like https://app.example.com');
  if (url.protocol === 'http:' && !isLoopbackPage(url)) {
    const secure = parsePageOrigin(`https://${url.host}`);
    const message = 'Only https is allowed, because passwords are typed on this page; http only on loopback';
    return refuse('origin-not-https', message, secure.ok ? secure.origin : undefined);
  }
  if (url.origin === text) return { ok: true, origin: text };
  return refuse('origin-malformed', 'Only scheme, host and port are needed, in lower case', url.origin);
}

/** Browsers resolve names below `localhost` to their own machine, too (RFC 6761 §6.3); other programs ask the DNS. */
function isLoopbackPage(url: URL): boolean {
  return isLoopbackUrl(url) || /.\.localhost$/.test(url.hostname);
}

function refuse(code: string, message: string, suggestion?: string): Refusal {
  return { ok: false, code, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

const pageOriginSchema = z
  .string()
  .max(300)
  .transform((text, ctx) => {
    const parsed = parsePageOrigin(text);
    if (parsed.ok) return parsed.origin;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({
    description: 'The origin of the page that contains the component, as browsers send it in `Origin`.',
    example: 'https://app.example.com',
  });

/** The body of a request for a connect session: one address, on pages of one origin. */
export const connectSessionInputSchema = z
  .strictObject({ email: emailAddressSchema, origin: pageOriginSchema })
  .meta({ id: 'ConnectSessionInput' });
export type ConnectSessionInput = z.output<typeof connectSessionInputSchema>;

/** The response to a request for a connect session. No other response contains the client secret. */
export const connectSessionSchema = z
  .object({
    clientSecret: z.string().meta({ description: 'Returned once. The page gives it to the component.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'ConnectSession' });
export type ConnectSession = z.infer<typeof connectSessionSchema>;
