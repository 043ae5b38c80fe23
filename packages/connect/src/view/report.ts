import type { Certificate, Step, Verification } from '../connect-api.js';
import type { Language } from '../text/words.js';
import { button, foreign, make } from './make.js';

type Endpoint = Verification['endpoints'][number];
/** Connects again with a certificate that the person accepts. */
export type Accept = (endpoint: Endpoint['endpoint'], sha256: string) => void;

const marks = { passed: '✓', failed: '✕', skipped: '–' } as const;
const tones = { passed: 'pass', failed: 'fail', skipped: 'none' } as const;

/** Each server with the steps of its conversation. `accept` is null where no other certificate may be accepted. */
export function reportOf(verification: Verification, language: Language, accept: Accept | null): Node[] {
  const { words } = language;
  const isRunning = verification.state === 'running';
  return verification.endpoints.map((report) => {
    const { endpoint, host, port, steps, certificate } = report;
    const isGoingOn = isRunning && !steps.some(({ state }) => state === 'failed');
    const title = words.endpoints[endpoint];
    return make(
      'section',
      { class: 'endpoint', part: 'endpoint', attributes: { 'aria-label': title } },
      make('h3', {}, title),
      make('div', { class: 'soft' }, foreign(`${host}:${port}`)),
      make(
        'ol',
        { attributes: { 'aria-label': words.steps } },
        ...steps.map((step) => stepItem(step, language)),
        isGoingOn && make('li', { class: 'step' }, make('span', { class: 'dot' }), words.inProgress),
      ),
      certificate !== null && certificate.failedChecks.length > 0
        ? certificateCard(certificate, language, accept && ((sha256) => accept(endpoint, sha256)))
        : null,
    );
  });
}

function stepItem({ stage, state, durationMs, failure }: Step, { code, words }: Language): HTMLElement {
  const time = new Intl.NumberFormat(code, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: durationMs < 1 ? 1 : 0,
  });
  return make(
    'li',
    { class: 'step', part: 'step', attributes: { 'data-tone': tones[state] } },
    make('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } }, marks[state]),
    make('span', {}, words.stages[stage], make('span', { class: 'unseen' }, `: ${words.stepStates[state]}`)),
    make('span', { class: 'soft' }, state === 'skipped' ? '' : time.format(durationMs)),
    failure === null ? null : make('span', { class: 'why' }, foreign(failure.title)),
  );
}

function certificateCard(
  { subject, issuer, sha256 }: Certificate,
  { words }: Language,
  accept: ((sha256: string) => void) | null,
): HTMLElement {
  const facts = [
    [words.issuedTo, subject],
    [words.issuedBy, issuer],
    [words.fingerprint, sha256.toUpperCase().match(/.{2}/g)?.join(':') ?? sha256],
  ] as const;
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': 'warn' } },
    make('strong', {}, words.certificate),
    make(
      'dl',
      {},
      ...facts.flatMap(([name, value]) => [
        make('dt', {}, name),
        make('dd', { class: 'mono' }, foreign(value)),
      ]),
    ),
    accept && button(words.accept, 'other', () => accept(sha256)),
  );
}
