import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const plainText = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });

/**
 * A message for an incoming webhook of Slack with the blocks that the recipe uses, and the limits of
 * https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
 */
export const slackMessageSchema = z.strictObject({
  // Slack reads `<…>` in it as a link or a mention.
  text: z
    .string()
    .min(1)
    .max(4000)
    .regex(/^[^<>]*$/),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('header'), text: plainText(150) }),
        z
          .strictObject({
            type: z.literal('section'),
            text: plainText(3000).optional(),
            fields: z.array(plainText(2000)).min(1).max(10).optional(),
          })
          .refine(({ text, fields }) => text !== undefined || fields !== undefined),
        z.strictObject({
          type: z.literal('actions'),
          elements: z
            .array(z.strictObject({ type: z.literal('button'), text: plainText(75), url: z.url().max(3000) }))
            .min(1)
            .max(25),
        }),
      ]),
    )
    .min(1)
    .max(50),
});

const textRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
});

/**
 * What a workflow of Teams takes: a message with an Adaptive Card, of which RichTextBlock needs version 1.2
 * (https://adaptivecards.io/explorer/RichTextBlock.html), in at most 28 kB.
 */
export const teamsMessageSchema = z
  .strictObject({
    type: z.literal('message'),
    attachments: z.tuple([
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.2'),
          body: z
            .array(z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(textRun).min(1) }))
            .min(1),
          actions: z
            .array(
              z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string().min(1), url: z.url() }),
            )
            .max(6)
            .optional(),
        }),
      }),
    ]),
  })
  .refine((message) => Buffer.byteLength(JSON.stringify(message)) <= 28 * 1024);

/** A server that takes messages as a chat service does: it refuses with status 400 what its documentation does not allow. */
export type ChatService = {
  readonly url: string;
  /** Every accepted message. */
  readonly posted: unknown[];
  /** The next answers, in place of the status that the service itself gives. */
  readonly answers: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];
  close(): Promise<void>;
};

/** Slack answers 200, a workflow of Teams 202. */
export async function startChatService(schema: z.ZodType, accepted: 200 | 202): Promise<ChatService> {
  const posted: unknown[] = [];
  const answers: ChatService['answers'] = [];
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const scripted = answers.shift();
      if (scripted !== undefined) {
        response.writeHead(scripted.status, { ...scripted.headers }).end();
        return;
      }
      const isRight =
        request.method === 'POST' &&
        request.headers['content-type'] === 'application/json' &&
        schema.safeParse(body).success;
      if (isRight) posted.push(body);
      response.writeHead(isRight ? accepted : 400).end(isRight ? 'ok' : 'invalid_payload');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/secret`,
    posted,
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
