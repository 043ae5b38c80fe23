import type { DiscoverySource, Person } from '@postern/core/discovery';
import type { SourceName } from '@postern/core/provenance';
import type { EgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import type { SourceProposal } from './candidates/rank-candidates.js';
import { usableServers, type UsableServers } from './candidates/usable-servers.js';
import { absent, invalid, type NotFound } from './documents/parsed.js';
import { unanswered, type Asked } from './sources/asked.js';

/** One question to one source. */
export type Question = {
  readonly source: SourceName;
  /** 1 is the highest; `order` is the place among the questions of equal priority. */
  readonly priority: number;
  readonly order: number;
  readonly url?: string;
  readonly query?: string;
  readonly ask: () => Promise<Asked>;
};

type Answered = { readonly attempt: DiscoverySource; readonly proposal: SourceProposal | null };

/**
 * Asks one question until the deadline, on the clock of `performance.now()`. A source that has not answered by then is
 * unreachable, and a later answer is dropped.
 */
export async function answerQuestion(
  question: Question,
  person: Person,
  policy: EgressPolicy,
  deadlineAt: number,
): Promise<Answered> {
  const startedAt = performance.now();
  const asked = await askUntil(question, deadlineAt);
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  const { source, priority, url, query } = question;
  const told = { source, priority, ...(url === undefined ? { query } : { url }), durationMs };
  if (asked.state !== 'found')
    return { attempt: { ...told, ...describe(asked), trust: null }, proposal: null };
  const { trust, sections, findings } = asked;
  const found: DiscoverySource = { ...told, state: 'found', code: null, detail: null, trust };
  // An MX record names no server for mailboxes, only the domain to ask next.
  if (source === 'mx') return { attempt: found, proposal: null };
  const servers = usableServers(sections, person, policy);
  const lacking = explainLack(servers);
  return lacking === null
    ? { attempt: found, proposal: { source, trust, servers, findings } }
    : { attempt: { ...told, ...describe(lacking), trust: null }, proposal: null };
}

async function askUntil({ ask }: Question, deadlineAt: number): Promise<Asked> {
  const late = Promise.withResolvers<Asked>();
  // A timer that is cleared, not aborted: an AbortError with its stack trace would be made for every question.
  const timer = setTimeout(() => late.resolve(unansweredInTime), Math.max(0, deadlineAt - performance.now()));
  try {
    return await Promise.race([ask(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const unansweredInTime = unanswered('unreachable', 'deadline-exceeded', 'The source did not answer in time.');

function describe({
  state,
  code,
  detail,
}: Pick<DiscoverySource, 'state'> & { code: string; detail: string }) {
  return { state, code, detail };
}

/** Returns why the servers of a source make no candidate; null if they make one. */
function explainLack({ imap, smtp, exchange, findings }: UsableServers): NotFound | null {
  if (exchange.length > 0 || (imap.length > 0 && smtp.length > 0)) return null;
  const skipped = findings.filter(({ level }) => level === 'warning').map(({ text }) => text);
  if (skipped.length > 0) return invalid('no-usable-server', [...new Set(skipped)].slice(0, 3).join(' '));
  return imap.length === 0
    ? absent('no-imap-server', 'The source names no IMAP or Exchange server.')
    : absent('no-smtp-server', 'The source names an IMAP server and no SMTP server; both are needed.');
}
