import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

// Posts the events of Postern to a channel of Slack or Teams, which do not read Standard Webhooks themselves.
// Copy this file, then with Node 24:
//   npm install standardwebhooks
//   WEBHOOK_SECRET=whsec_… SLACK_URL=https://hooks.slack.com/services/… node chat-relay.ts
// It listens on 127.0.0.1, port PORT (default 8080); a proxy with https leads there. TEAMS_URL in place of SLACK_URL is the
// URL of the workflow "Send webhook alerts to a channel". With POSTERN_URL, each message has a link to the domain's settings.

type Data = Readonly<Record<string, unknown>>;
/** The body of a delivery. */
export type PosternEvent = { readonly type: string; readonly timestamp: string; readonly data: Data };
/** What a message says, for both services. */
type Message = {
  readonly title: string;
  readonly advice: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
};

/** The longest texts: of a header and of a field in Slack (150 and 2,000 characters) and, together, of a card in Teams (28 kB). */
const longest = { title: 150, advice: 1500, fact: 1000 } as const;

const serverOf = (data: Data) => ['Server', textOf(data.server)] as const;

/** The message of each type of event. */
const messages: Readonly<Record<string, (data: Data) => Message>> = {
  'domain.failed': (data) => ({
    title: `${textOf(data.domain)}: ${textOf(data.title)}`,
    advice: textOf(data.advice),
    facts: [serverOf(data), ['Field to change', textOf(data.field)], ['Code', textOf(data.code)]],
  }),
  'domain.recovered': (data) => ({
    title: `${textOf(data.domain)} works again`,
    advice: '',
    facts: [
      serverOf(data),
      ['Minutes that it failed', String(Math.round(Number(data.downtimeSeconds) / 60))],
    ],
  }),
  'certificate.expiring': (data) => ({
    title: `The certificate of ${textOf(data.host)}:${textOf(data.port)} ends ${inDays(Number(data.daysLeft))}`,
    advice: 'Renew it on the server. Verifications fail when it has ended.',
    facts: [['SHA-256', textOf(data.sha256)]],
  }),
  'certificate.changed': (data) => ({
    title: `${textOf(data.domain)}: the server has another certificate than the one that was accepted`,
    advice: 'Ask whoever runs the server whether it was renewed. If so, accept the new one in the settings.',
    facts: [
      serverOf(data),
      ['Accepted SHA-256', textOf(data.pinnedSha256)],
      ['New SHA-256', textOf(data.servedSha256)],
    ],
  }),
  'settings.changed': (data) => ({
    title:
      data.change === 'imported'
        ? `An import created ${textOf(data.created)} and updated ${textOf(data.updated)} domains`
        : `Settings ${textOf(data.change)}: ${textOf(data.domain)}`,
    advice: '',
    facts: [
      ['By', textOf(data.actor)],
      ['Fields', textOf(data.fields)],
    ],
  }),
  'attempt.seen': (data) => ({
    title: `A user tried to connect a mailbox: ${textOf(data.domain)}`,
    advice: 'There are no settings yet. Save them, or leave the attempt alone.',
    facts: [['By', textOf(data.actor)]],
  }),
  'allowlist.revised': (data) => ({
    title: `Revision ${textOf(data.revision)} of the allowlist: ${listChanges(data)}`,
    advice: 'Firewalls that use the list need the new rules.',
    facts: [],
  }),
  'webhook.test': () => ({
    title: 'Postern reaches this channel',
    advice: 'Somebody has sent a test.',
    facts: [],
  }),
};

/** What changed in the list; on the day of an announced address only its state does. */
function listChanges({ added, removed, stateChanges }: Data): string {
  const counts = [
    [added, 'added'],
    [removed, 'removed'],
    [stateChanges, 'with a new state'],
  ] as const;
  return counts
    .filter(([count]) => Number(count) > 0)
    .map(([count, what]) => `${textOf(count)} ${what}`)
    .join(', ');
}

function inDays(days: number): string {
  if (days < 1) return 'today';
  return days === 1 ? 'in one day' : `in ${days} days`;
}

/** A value as one line; names that people gave can contain anything. */
function textOf(value: unknown): string {
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : String(value ?? '');
  return text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

/** The parts of a message that are there, no longer than both services take. */
function partsOf({ type, data }: PosternEvent): Message {
  const unknown = { title: `${type} ${textOf(data.domain)}`.trim(), advice: '', facts: [] };
  const { title, advice, facts } = messages[type]?.(data) ?? unknown;
  return {
    title: cut(title, longest.title),
    advice: cut(advice, longest.advice),
    facts: facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, cut(value, longest.fact)] as const),
  };
}

/** The page of the console on which the event is looked at; null without POSTERN_URL. */
function linkOf({ type, data }: PosternEvent, posternUrl: string | undefined): string | null {
  if (posternUrl === undefined) return null;
  if (type === 'allowlist.revised') return new URL('/allowlist', posternUrl).href;
  const page = new URL('/settings/objects/activities', posternUrl);
  if (typeof data.domain === 'string' && data.change !== 'deleted') {
    page.searchParams.set('panel', 'edit');
    page.searchParams.set('domain', data.domain);
  }
  return page.href;
}

/** The event as blocks of Slack (https://docs.slack.dev/reference/block-kit). Values are plain text, which formats nothing. */
export function slackMessage(event: PosternEvent, posternUrl?: string): object {
  const { title, advice, facts } = partsOf(event);
  const link = linkOf(event, posternUrl);
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  const fields = facts.map(([name, value]) => plain(`${name}\n${value}`));
  return {
    // What a notification shows. Slack formats it, so a value must not become a mention such as <!channel>.
    text: title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: plain(title) },
      ...(advice === '' ? [] : [{ type: 'section', text: plain(advice) }]),
      ...(fields.length === 0 ? [] : [{ type: 'section', fields }]),
      ...(link === null
        ? []
        : [{ type: 'actions', elements: [{ type: 'button', text: plain('Open Postern'), url: link }] }]),
    ],
  };
}

/** The event as an Adaptive Card in the message that a workflow of Teams takes. A TextRun formats nothing, a TextBlock would. */
export function teamsMessage(event: PosternEvent, posternUrl?: string): object {
  const { title, advice, facts } = partsOf(event);
  const link = linkOf(event, posternUrl);
  const line = (...inlines: readonly object[]) => ({ type: 'RichTextBlock', inlines });
  const run = (text: string, look: object = {}) => ({ type: 'TextRun', text, ...look });
  const bold = { weight: 'Bolder' };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.2',
          body: [
            line(run(title, { ...bold, size: 'Large' })),
            ...(advice === '' ? [] : [line(run(advice))]),
            ...facts.map(([name, value]) => line(run(`${name}: `, bold), run(value))),
          ],
          ...(link === null
            ? {}
            : { actions: [{ type: 'Action.OpenUrl', title: 'Open Postern', url: link }] }),
        },
      },
    ],
  };
}

/** Where a relay posts to, and the secret of its webhook. */
export type RelaySettings = {
  readonly secret: string;
  readonly chat: { readonly slackUrl: string } | { readonly teamsUrl: string };
  readonly posternUrl?: string | undefined;
};

const mostBodyBytes = 64 * 1024;
/** Postern waits 15 s for the answer. */
const chatTimeoutMs = 10_000;
const rememberedIds = 1000;

/** Makes the server that takes deliveries and posts each of them once. */
export function createChatRelay({ secret, chat, posternUrl }: RelaySettings): Server {
  const webhook = new Webhook(secret);
  const posted = new Set<string>();
  return createServer((request, response) => {
    void relay(request, response).catch((error: unknown) => {
      console.error('A delivery was not posted:', (error as Error).message);
      response.writeHead(502).end(); // Postern tries again.
    });
  });

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = verified(webhook, request, await readBody(request));
    if (event === null) return void response.writeHead(401).end();
    const id = String(request.headers['webhook-id']);
    // Postern delivers at least once, always with the same id.
    if (posted.has(id)) return void response.writeHead(204).end();
    const [url, message] =
      'slackUrl' in chat
        ? [chat.slackUrl, slackMessage(event, posternUrl)]
        : [chat.teamsUrl, teamsMessage(event, posternUrl)];
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(chatTimeoutMs),
    });
    await answer.body?.cancel();
    if (answer.ok) {
      posted.add(id);
      if (posted.size > rememberedIds) posted.delete(posted.values().next().value!);
      return void response.writeHead(204).end();
    }
    console.error(`A delivery was not posted: status ${answer.status}`);
    // These mean the same to Postern: wait for the time that is named, or send nothing more.
    const isUnderstood = [410, 429, 503].includes(answer.status);
    const wait = answer.headers.get('retry-after');
    response
      .writeHead(isUnderstood ? answer.status : 502, wait === null ? {} : { 'retry-after': wait })
      .end();
  }
}

/** The event, if the signature is right and not older than five minutes. */
function verified(webhook: Webhook, request: IncomingMessage, body: string): PosternEvent | null {
  try {
    return webhook.verify(body, request.headers as Record<string, string>) as PosternEvent;
  } catch {
    return null;
  }
}

/** The body; an empty one, which no signature fits, in place of one that is too large. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBodyBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.main) {
  const { WEBHOOK_SECRET, SLACK_URL, TEAMS_URL, POSTERN_URL, PORT } = process.env;
  const chat = SLACK_URL ? { slackUrl: SLACK_URL } : TEAMS_URL ? { teamsUrl: TEAMS_URL } : null;
  if (!WEBHOOK_SECRET || chat === null) throw new Error('Set WEBHOOK_SECRET, and SLACK_URL or TEAMS_URL.');
  const relay = createChatRelay({ secret: WEBHOOK_SECRET, chat, posternUrl: POSTERN_URL });
  relay.listen(Number(PORT ?? 8080), '127.0.0.1', () => console.log('listening', relay.address()));
}
