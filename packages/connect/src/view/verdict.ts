import type { ProblemDocument } from '@postern/client/problem-error';
import type { Failure, ProviderFacts, Verification } from '../connect-api.js';
import type { ConnectState } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Words } from '../text/en.js';
import type { Language } from '../text/words.js';
import { isFieldPath, type FieldPath } from '../values.js';
import { providerNotices } from './destination.js';
import { button, foreign, make } from './make.js';

export type VerdictActions = {
  readonly hosting: Hosting | null;
  readonly labelOf: (path: FieldPath) => string;
  /** Focuses a field; with a value, puts it in first. */
  readonly repair: (path: FieldPath, value?: string) => void;
  readonly swap: () => void;
  readonly retry: () => void;
  /** The providers of the servers that were tried. */
  readonly providers: () => readonly ProviderFacts[];
};

/** The outcome, and what to do first: connected, failed, refused or expired. Empty while there is none. */
export function verdictOf(state: ConnectState, language: Language, actions: VerdictActions): Node[] {
  const { words } = language;
  const { verification, problem, isExpired, chosen, email } = state;
  if (isExpired) return [box('warn', words.expired, make('p', {}, words.expiredHelp))];
  if (problem !== null) return [problemBox(problem, language, actions, chosen === null)];
  if (verification === null) return [];
  if (verification.state === 'passed')
    return [box('pass', words.connected(email), make('p', {}, words.connectedHelp))];
  if (verification.state === 'superseded') return [box('warn', words.superseded)];
  const { failure } = verification;
  if (verification.state !== 'failed' || failure === null) return [];
  return [
    failureBox(failure, words, actions),
    ...(areExchanged(verification) ? [swapNotice(words, actions.swap)] : []),
    ...(isRefusedLogin(failure) ? providerNotices(actions.providers(), language) : []),
  ];
}

function problemBox(
  problem: ProblemDocument,
  { code: locale, words }: Language,
  { hosting, retry }: VerdictActions,
  mayRetry: boolean,
): HTMLElement {
  const { code, retryAfterSeconds, errors } = problem;
  const known = words.problems[code] ?? words.problems['other']!;
  const { title, action } = hosting?.problemText(problem) ?? { title: known[0], action: known[1] };
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  const told =
    retryAfterSeconds === null || hosting !== null
      ? action
      : words.tryAgainIn(seconds.format(retryAfterSeconds));
  const isShown = (path: string) => isFieldPath(path) && (path !== 'email' || hosting !== null);
  const hidden = errors.filter(({ path }) => !isShown(path.replace(/^settings\./, '')));
  return box(
    'fail',
    title,
    told !== '' && make('p', {}, told),
    ...hidden.map((each) =>
      make('p', {}, foreign(hosting?.messageFor(each.path, each.code) ?? each.message)),
    ),
    make(
      'div',
      { class: 'buttons' },
      code === 'unauthenticated' && hosting && button(hosting.words.signInAgain, 'main', hosting.signIn),
      mayRetry && button(words.tryAgain, 'other', retry),
    ),
  );
}

function failureBox(failure: Failure, words: Words, actions: VerdictActions): HTMLElement {
  const { field, suggestion, source, supportId } = failure;
  const { hosting, labelOf, repair } = actions;
  const { title, advice } = hosting?.failureText(failure) ?? failure;
  const codes = [failure.replyCode, failure.enhancedStatusCode, failure.responseCode];
  const known = codes.filter((code) => code !== undefined).join(' ');
  const line = (label: string, value: string | null | undefined, more = '') =>
    value === null || value === undefined || value === ''
      ? null
      : make('p', { class: 'soft' }, `${label} `, make('span', { class: 'mono' }, foreign(value)), more);
  // No field repairs a changed certificate: its server's administrator has to say whether it is the right one.
  const path = isFieldPath(field) && failure.code !== 'cert-changed' ? field : null;
  const listed = source?.isListed ?? null;
  return box(
    'fail',
    title,
    make('p', {}, foreign(advice)),
    line(words.serverAnswered, known),
    line(
      words.connectedFrom,
      source?.address,
      listed === null ? '' : `, ${listed ? words.sourceListed : words.sourceNotListed}`,
    ),
    line(words.supportId, supportId),
    ...(hosting?.linksFor(failure) ?? []).map(({ href, text }) => make('a', { attributes: { href } }, text)),
    path !== null &&
      make(
        'div',
        { class: 'buttons' },
        suggestion !== undefined && button(words.use(suggestion), 'main', () => repair(path, suggestion)),
        button(words.change(labelOf(path)), 'other', () => repair(path)),
      ),
  );
}

/** Whether a server refused a login or offers none that can be used, so that a demand of its provider may be the reason. */
function isRefusedLogin({ code }: Failure): boolean {
  return /^(?:auth|oauth)-/.test(code) && code !== 'auth-temporary' && code !== 'auth-not-tested';
}

/** Whether each of the two servers answered in the protocol of the other. */
function areExchanged({ endpoints }: Verification): boolean {
  const answeredAs = (name: string) =>
    endpoints
      .find(({ endpoint }) => endpoint === name)
      ?.steps.find(({ failure }) => failure?.code === 'not-this-protocol')?.facts['answered'];
  return answeredAs('imap') === 'SMTP' && answeredAs('smtp') === 'IMAP';
}

function swapNotice(words: Words, swap: () => void): HTMLElement {
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': 'warn' } },
    make('p', {}, words.exchanged),
    make('div', { class: 'buttons' }, button(words.swap, 'main', swap)),
  );
}

function box(
  tone: 'pass' | 'fail' | 'warn',
  title: string,
  ...more: (Node | string | null | false)[]
): HTMLElement {
  return make(
    'div',
    {
      class: 'verdict',
      part: `verdict verdict-${tone}`,
      attributes: { 'data-tone': tone, tabindex: '-1' },
    },
    make('h3', {}, foreign(title)),
    ...more,
  );
}
