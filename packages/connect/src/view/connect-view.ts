import type { Candidate, ConnectionInput } from '../connect-api.js';
import type { ConnectFlow, ConnectState, Tell } from '../connect-flow.js';
import {
  credentialsInput,
  faultsOf,
  isFieldPath,
  serversInput,
  valuesOf,
  type FieldPath,
  type Kind,
} from '../values.js';
import { AboutView, candidatesOf } from './about.js';
import { AddressView } from './address.js';
import { destinationOf } from './destination.js';
import { makeFields, type Fields } from './fields.js';
import { FormView } from './form.js';
import { layoutOf, type Subject } from './layout.js';
import { make } from './make.js';
import { reportOf, type Accept } from './report.js';
import { Section } from './section.js';
import { verdictOf } from './verdict.js';

export type ViewOptions = Subject & {
  readonly flow: () => ConnectFlow;
  readonly tell: Tell;
};

/** Everything of the component that is seen. It shows the state of the flow and calls the flow's steps. */
export class ConnectView {
  readonly element: HTMLElement;
  private readonly fields: Fields;
  private readonly form: FormView;
  private readonly address: AddressView | null;
  private readonly about: AboutView;
  private readonly verdict = new Section();
  private readonly report = new Section();
  private readonly progress = make('div', { class: 'unseen', attributes: { role: 'status' } });
  private before: ConnectState | null = null;
  /** The servers as they were filled in, to tell whether somebody has changed them. */
  private filled = '';
  private accepted: NonNullable<ConnectionInput['certificates']> = {};
  private hasTypedSince = false;
  private hadUnsentInput = false;

  constructor(private readonly options: ViewOptions) {
    const { language, hosting } = options;
    this.fields = makeFields(language.words, hosting?.words ?? null);
    this.form = new FormView(this.fields, language, hosting, {
      submit: () => this.submit(),
      chooseKind: (kind) => this.choose(kind, null),
    });
    this.about = new AboutView(language, {
      hosting,
      choose: (kind, each) => this.choose(kind, each),
      find: () => void options.flow().find(),
    });
    this.address =
      hosting &&
      new AddressView(this.fields.of('email'), hosting.words, (wanted) => {
        const { email, purpose } = options.flow().state;
        if (wanted.email !== email || wanted.purpose !== purpose) void options.flow().start(wanted);
        else if (wanted.isSearchWanted) void options.flow().find();
      });
    this.element = layoutOf(options, {
      address: this.address?.element ?? null,
      about: this.about.element,
      form: this.form.element,
      verdict: this.verdict.element,
      report: this.report.element,
      progress: this.progress,
    });
    this.element.addEventListener('input', () => {
      this.hasTypedSince = true;
      this.tellUnsent();
    });
  }

  show(state: ConnectState): void {
    const { options, before } = this;
    const { language, hosting } = options;
    const { answer, chosen, problem, verification, email } = state;
    if (answer !== before?.answer && answer !== null && answer.kind !== null)
      this.fillIn(answer.kind, valuesOf(answer, email));
    this.about.show(state);
    this.form.show(state);
    const isNew = problem !== before?.problem || state.isExpired !== before?.isExpired;
    const hasEnded = before?.isConnecting === true && !state.isConnecting;
    this.verdict.show([verification, problem, state.isExpired], () =>
      verdictOf(state, language, {
        hosting,
        labelOf: (path) => this.fields.of(this.form.shown(path)).label,
        repair: (path, value) => this.repair(path, value),
        swap: () => this.swap(),
        retry: () => void options.flow().startAgain(),
        providers: () =>
          chosen === null ? [] : destinationOf(chosen, this.fields.values(), hosting).providers,
      }),
    );
    const accept: Accept = (endpoint, sha256) => this.submit({ [endpoint]: sha256 });
    const mayAccept = this.fields.values().allowNonSecureCertificate && !state.isConnecting;
    this.report.show([verification, mayAccept], () =>
      verification === null ? [] : reportOf(verification, language, hosting, mayAccept ? accept : null),
    );
    this.before = state;
    this.announce(state);
    if (problem !== null && isNew) this.showFaults(problem.errors);
    if (hasEnded || (isNew && (problem !== null || state.isExpired))) this.focusVerdict(hasEnded);
    if (verification?.state === 'passed') this.forget();
    this.tellUnsent();
  }

  /** Empties the fields with the password and the access token. */
  forget(): void {
    this.fields.fill({ 'credentials.password': '', 'credentials.accessToken': '' });
    this.tellUnsent();
  }

  private fillIn(kind: Kind, values: ReturnType<typeof valuesOf>): void {
    this.fields.fill(values);
    this.filled = JSON.stringify(serversInput(kind, this.fields.values()));
    this.accepted = {};
    this.form.fold(true);
  }

  private choose(kind: Kind, candidate: Candidate | null): void {
    if (candidate !== null) this.fillIn(kind, valuesOf(candidate, this.options.flow().state.email));
    else this.form.fold(false);
    this.options.flow().choose(kind, candidate);
    const first = kind === 'exchange' ? 'exchange.url' : 'imap.host';
    this.form.focus(candidate === null ? first : 'credentials.password');
  }

  /** Sends the form, if it is complete. Servers of the organisation that nobody changed are left to the api. */
  private submit(more: ConnectionInput['certificates'] = {}): void {
    const flow = this.options.flow();
    const { words } = this.options.language;
    // The address may have been changed in this very moment: then its servers are others.
    this.address?.tell(true);
    const { chosen, isConnecting, isExpired, email } = flow.state;
    if (chosen === null || isConnecting || isExpired) return;
    const values = this.fields.values();
    const { secret } = this.form;
    const faults = [...faultsOf(chosen.kind, values, secret)];
    for (const [path, fault] of faults) this.fields.of(path).showFault(words.faults[fault]);
    if (faults.length > 0) return this.form.focus(faults[0]![0]);
    const settings = serversInput(chosen.kind, values);
    const isUnchanged = chosen.source === 'account' && JSON.stringify(settings) === this.filled;
    this.accepted = { ...this.accepted, ...more };
    this.hasTypedSince = false;
    const input: ConnectionInput = {
      email,
      credentials: credentialsInput(values, secret),
      ...(isUnchanged ? {} : { settings }),
      ...(chosen.discovery === null ? {} : { discovery: chosen.discovery }),
      ...(Object.keys(this.accepted).length === 0 ? {} : { certificates: this.accepted }),
    };
    void flow.connect(input, () => {
      if (this.hasTypedSince) return;
      this.fields.settle();
      this.tellUnsent();
    });
  }

  private repair(path: FieldPath, value?: string): void {
    const shown = this.form.shown(path);
    if (value !== undefined) this.fields.of(shown).type(value);
    this.form.focus(shown);
  }

  /** Exchanges the two servers. */
  private swap(): void {
    const now = this.fields.values();
    for (const [to, from] of [
      ['imap', 'smtp'],
      ['smtp', 'imap'],
    ] as const)
      this.fields.fill({
        [`${to}.host`]: now[`${from}.host`],
        [`${to}.port`]: now[`${from}.port`],
        [`${to}.tls`]: now[`${from}.tls`],
      });
    this.form.focus('imap.host');
  }

  /** Shows what the api says about fields beside them. */
  private showFaults(
    errors: readonly {
      readonly path: string;
      readonly code: string;
      readonly message: string;
      readonly suggestion?: string;
    }[],
  ): void {
    const { hosting, language } = this.options;
    for (const { path, code, message, suggestion } of errors.toReversed()) {
      const known = path.replace(/^settings\./, '');
      if (!isFieldPath(known)) continue;
      const shown = this.form.shown(known);
      this.form.focus(shown);
      const repair =
        suggestion === undefined ? undefined : { text: language.words.use(suggestion), value: suggestion };
      this.fields.of(shown).showFault(hosting?.messageFor(known, code) ?? message, repair);
    }
  }

  /** Says to screen readers which step runs, and how a search goes. */
  private announce(state: ConnectState): void {
    const { words } = this.options.language;
    const { verification, isConnecting, search, chosen } = state;
    const report = verification?.endpoints.findLast(({ steps }) => steps.length > 0);
    const step = report?.steps.at(-1);
    const last = step && `${words.endpoints[report!.endpoint]}${words.colon} ${words.stages[step.stage]}`;
    const waiting = verification?.wait?.text ?? words.connecting;
    const found = candidatesOf(state).length > 0 ? words.found : words.nothingFound;
    const searched = search?.state === 'done' ? found : words.searching;
    const text = isConnecting ? (last ?? waiting) : search === null || chosen !== null ? '' : searched;
    if (this.progress.textContent !== text) this.progress.textContent = text;
  }

  /** Tells the page whether something is typed that was not sent, each time that this changes. */
  private tellUnsent(): void {
    const hasUnsentInput = this.fields.hasUnsentInput();
    if (hasUnsentInput === this.hadUnsentInput) return;
    this.hadUnsentInput = hasUnsentInput;
    this.options.tell('postern-changed', { hasUnsentInput });
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
