import type { Certificate, Step, Verification } from '../connect-api.js';
import type { Hosting } from '../hosting.js';
import type { Language } from '../text/words.js';
import { button, foreign, make } from './make.js';

type Endpoint = Verification['endpoints'][number];
/** Connects again with a certificate that the person accepts. */
export type Accept = (endpoint: Endpoint['endpoint'], sha256: string) => void;

const marks = { passed: '✓', failed: '✕', skipped: '–' } as const;
const tones = { passed: 'pass', failed: 'fail', skipped: 'none' } as const;

/** Warnings, then each server with the steps of its conversation. `accept` is null where no other certificate may be accepted. */
export function reportOf(
  verification: Verification,
  language: Language,
  hosting: Hosting | null,
  accept: Accept | null,
): Node[] {
  const { words } = language;
  const isRunning = verification.state === 'running';
  return [
    ...verification.warnings.map((warning) => {
      const { title, advice } = hosting?.failureText(warning) ?? warning;
      return make(
        'div',
        { class: 'notice', part: 'notice', attributes: { 'data-tone': 'warn' } },
        make('strong', {}, `${words.endpoints[warning.endpoint]}${words.colon} `, foreign(title)),
        make('p', {}, foreign(advice)),
      );
    }),
    ...(verification.wait === undefined ? [] : [make('p', {}, foreign(verification.wait.text))]),
    ...verification.endpoints.map((report) => {
      const { endpoint, host, port, tls, steps, certificate } = report;
      const isGoingOn = isRunning && !steps.some(({ state }) => state === 'failed');
      const title = words.endpoints[endpoint];
      const longest = Math.max(1, ...steps.map(({ durationMs }) => durationMs));
      return make(
        'section',
        { class: 'endpoint', part: 'endpoint', attributes: { 'aria-label': title } },
        make('h3', {}, title),
        make('div', { class: 'soft' }, foreign(`${host}:${port}`), ` · ${words.tls[tls]}`),
        make(
          'ol',
          { attributes: { 'aria-label': words.steps } },
          ...steps.map((step) => stepItem(step, longest, language, hosting)),
          isGoingOn && make('li', { class: 'step' }, make('span', { class: 'dot' }), words.inProgress),
        ),
        certificate &&
          certificateCard(certificate, language, accept && ((sha256) => accept(endpoint, sha256))),
      );
    }),
  ];
}

/** A step with its share of the time of the longest one. */
function stepItem(
  { stage, state, durationMs, facts, failure }: Step,
  longest: number,
  { code, words }: Language,
  hosting: Hosting | null,
): HTMLElement {
  const time = new Intl.NumberFormat(code, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: durationMs < 1 ? 1 : 0,
  });
  const known = hosting?.factsOf(facts) ?? [];
  return make(
    'li',
    { class: 'step', part: 'step', attributes: { 'data-tone': tones[state] } },
    make('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } }, marks[state]),
    make(
      'span',
      {},
      words.stages[stage],
      make('span', { class: 'unseen' }, `${words.colon} ${words.stepStates[state]}`),
    ),
    ...(state === 'skipped'
      ? []
      : [bar(durationMs, longest), make('span', { class: 'soft' }, time.format(durationMs))]),
    failure && make('span', { class: 'why' }, foreign((hosting?.failureText(failure) ?? failure).title)),
    known.length > 0 && make('div', { class: 'facts' }, list(known)),
  );
}

/** A bar has no style attribute, which the policy of a page may refuse; screen readers have the time beside it. */
function bar(value: number, most: number): HTMLElement {
  const attributes = { 'aria-hidden': 'true', value: String(Math.max(value, most / 40)), max: String(most) };
  return make('progress', { class: 'bar', attributes });
}

/** The certificate as the server presented it: open if a check has failed, else folded. */
function certificateCard(
  { subject, names, issuer, validFrom, validTo, sha256, failedChecks }: Certificate,
  { code, words }: Language,
  accept: ((sha256: string) => void) | null,
): HTMLElement {
  const day = new Intl.DateTimeFormat(code, { dateStyle: 'medium' });
  const dayOf = (at: string) => (Number.isNaN(Date.parse(at)) ? at : day.format(new Date(at)));
  const isRefused = failedChecks.length > 0;
  const facts = list([
    [words.issuedTo, subject],
    [words.names, names.join(', ')],
    [words.issuedBy, issuer],
    [words.valid, `${dayOf(validFrom)} – ${dayOf(validTo)}`],
    [words.fingerprint, sha256.toUpperCase().match(/.{2}/g)?.join(':') ?? sha256],
  ]);
  const part = { class: 'notice', part: 'notice' };
  if (!isRefused) return make('details', part, make('summary', {}, words.certificate), facts);
  return make(
    'div',
    { ...part, attributes: { 'data-tone': 'warn' } },
    make('strong', {}, words.certificate),
    facts,
    accept && button(words.accept, 'other', () => accept(sha256)),
  );
}

function list(facts: readonly (readonly [name: string, value: string])[]): HTMLElement {
  return make(
    'dl',
    {},
    ...facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) =>
        make('div', {}, make('dt', {}, name), make('dd', { class: 'mono' }, foreign(value))),
      ),
  );
}
