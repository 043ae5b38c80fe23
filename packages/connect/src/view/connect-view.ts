import type { Candidate, ConnectionInput } from '../connect-api.js';
import type { ConnectFlow, ConnectState } from '../connect-flow.js';
import type { Language } from '../text/words.js';
import {
  credentialsInput,
  faultsOf,
  isFieldPath,
  serversInput,
  valuesOf,
  type FieldPath,
  type Kind,
} from '../values.js';
import { aboutServers } from './about.js';
import { makeFields, type Fields } from './fields.js';
import { FormView } from './form.js';
import { make } from './make.js';
import { reportOf, type Accept } from './report.js';
import { Section } from './section.js';
import { verdictOf } from './verdict.js';

export type ViewOptions = {
  readonly email: string;
  readonly purpose: 'mail' | 'calendar';
  readonly language: Language;
  readonly flow: () => ConnectFlow;
};

/** Everything of the component that is seen. It shows the state of the flow and calls the flow's steps. */
export class ConnectView {
  readonly element: HTMLElement;
  private readonly fields: Fields;
  private readonly form: FormView;
  private readonly about = new Section();
  private readonly verdict = new Section();
  private readonly report = new Section();
  private readonly progress = make('div', { class: 'unseen', attributes: { role: 'status' } });
  private before: ConnectState | null = null;
  /** The servers as they were filled in, to tell whether somebody has changed them. */
  private filled = '';
  private accepted: NonNullable<ConnectionInput['certificates']> = {};
  private hasTypedSince = false;

  constructor(private readonly options: ViewOptions) {
    const { email, purpose, language } = options;
    const { code, words } = language;
    this.fields = makeFields(words);
    this.form = new FormView(this.fields, words, {
      purpose,
      submit: () => this.submit(),
      chooseKind: (kind) => this.choose(kind, null),
    });
    this.form.element.addEventListener('input', () => (this.hasTypedSince = true));
    this.element = make(
      'div',
      { class: 'card', part: 'card', attributes: { lang: code } },
      make('h2', { part: 'title' }, purpose === 'mail' ? words.title : words.calendarTitle),
      make('p', {}, `${words.email}: `, make('bdi', { class: 'address' }, email)),
      this.about.element,
      this.form.element,
      this.verdict.element,
      this.report.element,
      this.progress,
    );
  }

  show(state: ConnectState): void {
    const { options, before } = this;
    const { email, language, purpose } = options;
    const { answer, chosen, search, problem, verification } = state;
    if (answer !== before?.answer && answer !== null && answer.kind !== null)
      this.fillIn(answer.kind, valuesOf(answer, email));
    this.about.show([answer, chosen, search, problem], () =>
      aboutServers(state, language.words, { purpose, choose: (kind, each) => this.choose(kind, each) }),
    );
    this.form.show(state);
    const isNew = problem !== before?.problem || state.isExpired !== before?.isExpired;
    const hasEnded = before?.isConnecting === true && !state.isConnecting;
    this.verdict.show([verification, problem, state.isExpired], () =>
      verdictOf(state, language, {
        email,
        repair: (path, value) => this.repair(path, value),
        retry: () => void options.flow().start(),
      }),
    );
    const accept: Accept = (endpoint, sha256) => this.submit({ [endpoint]: sha256 });
    const mayAccept = this.fields.values().allowNonSecureCertificate && !state.isConnecting;
    this.report.show([verification, mayAccept], () =>
      verification === null ? [] : reportOf(verification, language, mayAccept ? accept : null),
    );
    this.before = state;
    this.announce(state);
    if (problem !== null && isNew) this.showFaults(problem.errors);
    if (hasEnded || (isNew && (problem !== null || state.isExpired))) this.focusVerdict(hasEnded);
    if (verification?.state === 'passed') this.forget();
  }

  /** Empties the field with the password. */
  forget(): void {
    this.fields.of('credentials.password').value = '';
  }

  private fillIn(kind: Kind, values: ReturnType<typeof valuesOf>): void {
    this.fields.fill(values);
    this.filled = JSON.stringify(serversInput(kind, this.fields.values()));
    this.form.fold(true);
  }

  private choose(kind: Kind, candidate: Candidate | null): void {
    if (candidate !== null) this.fillIn(kind, valuesOf(candidate, this.options.email));
    else this.form.fold(false);
    this.options.flow().choose(kind, candidate);
    const first = kind === 'exchange' ? 'exchange.url' : 'imap.host';
    this.form.focus(candidate === null ? first : 'credentials.password');
  }

  /** Sends the form, if it is complete. Servers of the organisation that nobody changed are left to the api. */
  private submit(more: ConnectionInput['certificates'] = {}): void {
    const flow = this.options.flow();
    const { chosen, isConnecting, isExpired } = flow.state;
    if (chosen === null || isConnecting || isExpired) return;
    const values = this.fields.values();
    const { words } = this.options.language;
    const faults = [...faultsOf(chosen.kind, values)];
    for (const [path, fault] of faults) this.fields.of(path).showFault(words.faults[fault]);
    if (faults.length > 0) return this.form.focus(faults[0]![0]);
    const settings = serversInput(chosen.kind, values);
    const isUnchanged = chosen.source === 'account' && JSON.stringify(settings) === this.filled;
    this.accepted = { ...this.accepted, ...more };
    this.hasTypedSince = false;
    void flow.connect({
      email: this.options.email,
      credentials: credentialsInput(values),
      ...(isUnchanged ? {} : { settings }),
      ...(chosen.discovery === null ? {} : { discovery: chosen.discovery }),
      ...(Object.keys(this.accepted).length === 0 ? {} : { certificates: this.accepted }),
    });
  }

  private repair(path: FieldPath, value?: string): void {
    if (value !== undefined) this.fields.fill({ [path]: value });
    this.form.focus(path);
  }

  /** Shows what the api says about fields beside them. */
  private showFaults(errors: readonly { readonly path: string; readonly message: string }[]): void {
    for (const { path, message } of errors) {
      const known = path.replace(/^settings\./, '');
      if (!isFieldPath(known)) continue;
      this.form.focus(known);
      this.fields.of(known).showFault(message);
    }
  }

  /** Says the step that runs to screen readers. */
  private announce({ verification, isConnecting, search, chosen }: ConnectState): void {
    const { words } = this.options.language;
    const report = verification?.endpoints.findLast(({ steps }) => steps.length > 0);
    const step = report?.steps.at(-1);
    const last = step && `${words.endpoints[report!.endpoint]}: ${words.stages[step.stage]}`;
    const waiting = verification?.wait?.text ?? words.connecting;
    const searching = search?.state === 'running' && chosen === null ? words.searching : '';
    const text = isConnecting ? (last ?? waiting) : searching;
    if (this.progress.textContent !== text) this.progress.textContent = text;
  }

  /** Moves the focus to the verdict, unless somebody has typed since the form was sent: then it is only announced. */
  private focusVerdict(isOutcome: boolean): void {
    const verdict = this.verdict.element.querySelector<HTMLElement>('.verdict');
    if (verdict === null) return;
    if (isOutcome && this.hasTypedSince) this.progress.textContent = verdict.querySelector('h3')!.textContent;
    else if (isOutcome) verdict.focus();
    else verdict.scrollIntoView({ block: 'nearest' });
  }
}
