import type { Failure, RequestProblem } from '../connect-api.js';
import type { ConnectState } from '../connect-flow.js';
import type { Language } from '../text/words.js';
import { isFieldPath, type FieldPath } from '../values.js';
import { button, foreign, make } from './make.js';

export type VerdictActions = {
  readonly email: string;
  /** Focuses a field; with a value, puts it in first. */
  readonly repair: (path: FieldPath, value?: string) => void;
  readonly retry: () => void;
};

/** The outcome, and what to do first: connected, failed, refused or expired. Empty while there is none. */
export function verdictOf(state: ConnectState, language: Language, actions: VerdictActions): Node[] {
  const { words } = language;
  const { verification, problem, isExpired } = state;
  if (isExpired) return box('warn', words.expired, make('p', {}, words.expiredHelp));
  if (problem !== null) return problemBox(problem, language, state.answer === null ? actions.retry : null);
  if (verification?.state === 'passed')
    return box('pass', words.connected(actions.email), make('p', {}, words.connectedHelp));
  if (verification?.state === 'superseded') return box('warn', words.superseded);
  if (verification?.state === 'failed' && verification.failure !== null)
    return failureBox(verification.failure, language, actions);
  return [];
}

function problemBox(
  { code, retryAfter }: RequestProblem,
  { code: locale, words }: Language,
  retry: (() => void) | null,
) {
  const [title, action] = words.problems[code] ?? words.problems['other']!;
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  const told = retryAfter === null ? action : words.tryAgainIn(seconds.format(retryAfter));
  return box(
    'fail',
    title,
    told === '' ? null : make('p', {}, told),
    retry && make('div', { class: 'buttons' }, button(words.tryAgain, 'other', retry)),
  );
}

function failureBox(failure: Failure, { words }: Language, { repair }: VerdictActions): Node[] {
  const { title, advice, field, suggestion, source, supportId } = failure;
  const codes = [failure.replyCode, failure.enhancedStatusCode, failure.responseCode];
  const known = codes.filter((code) => code !== undefined).join(' ');
  const line = (label: string, value: string | null | undefined) =>
    value === null || value === undefined || value === ''
      ? null
      : make('p', { class: 'soft' }, `${label} `, make('span', { class: 'mono' }, foreign(value)));
  // No field repairs a changed certificate: its server's administrator has to say whether it is the right one.
  const path = isFieldPath(field) && failure.code !== 'cert-changed' ? field : null;
  const label = path === null ? '' : words.fields[path];
  return box(
    'fail',
    title,
    make('p', {}, foreign(advice)),
    line(words.serverAnswered, known),
    line(words.connectedFrom, source?.address),
    line(words.supportId, supportId),
    path !== null &&
      make(
        'div',
        { class: 'buttons' },
        suggestion !== undefined && button(words.use(suggestion), 'main', () => repair(path, suggestion)),
        button(words.change(label), 'other', () => repair(path)),
      ),
  );
}

function box(
  tone: 'pass' | 'fail' | 'warn',
  title: string,
  ...more: (Node | string | null | false)[]
): Node[] {
  return [
    make(
      'div',
      {
        class: 'verdict',
        part: `verdict verdict-${tone}`,
        attributes: { 'data-tone': tone, tabindex: '-1' },
      },
      make('h3', {}, foreign(title)),
      ...more,
    ),
  ];
}
