import { hostAndPort, hostLiteral } from '@postern/core/host-literal';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Conversation } from '../conversation/conversation.js';
import { sendHttpRequest, type HttpRequest } from '../conversation/send-http-request.js';

/** An HTTP response: its headers, up to 16 KiB, and the first 4 KiB of its body. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

type HttpQuestion = Pick<HttpRequest, 'method' | 'headers' | 'body'>;

const maxBodyBytes = 4 * 1024;

/** Sends one HTTP request to the URL of the conversation, on its open connection. */
export async function askExchange(
  conversation: Conversation,
  socket: TLSSocket,
  question: HttpQuestion,
): Promise<HttpAnswer> {
  const { host, port, path } = conversation.request;
  const hostHeader = port === 443 ? hostLiteral(host) : hostAndPort({ host, port });
  return await sendHttpRequest(socket, { ...question, host: hostHeader, path }, collect);
}

async function collect(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBodyBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('latin1');
}
