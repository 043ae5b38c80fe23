import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const compress = promisify(gzip);
/** A shorter text is not worth the CPU time. */
const leastBytes = 1024;

/** Whether a client takes gzip (RFC 9110 §12.5.3); `gzip;q=0` and `*;q=0` say that it does not. */
export function takesGzip(accepted: string | undefined): boolean {
  const weights = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2);
      return [coding, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}

/** The entity tag of a text in a coding: a strong tag must tell apart what differs in bytes (RFC 9110 §8.8.3.3). */
export function tagOf(digest: string, isCompressed: boolean): string {
  return `"${digest}${isCompressed ? '-gzip' : ''}"`;
}

/** Whether the text would be sent as gzip. */
export function isCompressed(request: FastifyRequest, text: string): boolean {
  return text.length >= leastBytes && takesGzip(request.headers['accept-encoding']);
}

/** Sends a list, as gzip if the client takes it: 20,000 prefixes then have a quarter of the bytes. */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaType, text }: { readonly mediaType: string; readonly text: string },
): Promise<void> {
  void reply.type(mediaType);
  if (!isCompressed(request, text)) return void reply.send(text);
  void reply.header('content-encoding', 'gzip').send(await compress(text));
}
