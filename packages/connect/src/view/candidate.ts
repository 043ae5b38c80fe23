import type { Candidate } from '../connect-api.js';
import type { Check } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Words } from '../text/en.js';
import { button, foreign, make } from './make.js';
import { Section } from './section.js';

/** Servers that were found: whose they are, who names them, what is odd about them, and whether they answer. */
export class CandidateView {
  readonly element: HTMLElement;
  private readonly check = new Section();
  private readonly use: HTMLButtonElement;

  constructor(
    candidate: Candidate,
    private readonly words: Words,
    private readonly hosting: Hosting | null,
    use: () => void,
  ) {
    const { registrableDomains, trust, kind, findings } = candidate;
    this.use = button(words.useFound, 'main', use);
    this.element = make(
      'li',
      { class: 'candidate', part: 'candidate' },
      make('div', {}, make('strong', {}, foreign(registrableDomains.join(', ')))),
      serverLines(
        kind === 'exchange'
          ? [candidate.exchange.url]
          : [lineOf('IMAP', candidate.imap), lineOf('SMTP', candidate.smtp)],
      ),
      make('p', { class: 'soft' }, words.trust[trust]),
      ...findings.map((finding) =>
        make('p', { class: 'soft' }, foreign(hosting?.findingText(finding) ?? finding.text)),
      ),
      this.check.element,
      this.use,
    );
  }

  /** Shows how far the check is; undefined if there is none. */
  show(check: Check | undefined): void {
    const { words, hosting, use } = this;
    this.check.show([check?.state, check?.failure], () => {
      if (check === undefined || check.state === 'superseded') return [];
      if (check.state === 'passed') return [line('pass', words.answers)];
      if (check.state !== 'failed' || check.failure === null) return [line('wait', words.checking)];
      return [line('fail', (hosting?.failureText(check.failure) ?? check.failure).title)];
    });
    const hasFailed = check?.state === 'failed';
    use.textContent = hasFailed ? words.useAnyway : words.useFound;
    use.className = hasFailed ? 'other' : 'main';
  }
}

function line(tone: 'pass' | 'wait' | 'fail', text: string): HTMLElement {
  return make(
    'p',
    { class: 'check-state', attributes: { 'data-tone': tone, role: 'status' } },
    foreign(text),
  );
}

function lineOf(name: string, { host, port }: { readonly host: string; readonly port: number }): string {
  return `${name} ${host}:${port}`;
}

/** Servers, one line each. */
export function serverLines(lines: readonly string[]): HTMLElement {
  return make(
    'div',
    { class: 'servers', part: 'servers' },
    ...lines.map((each) => make('div', {}, foreign(each))),
  );
}
