import type { ConnectState } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Language } from '../text/words.js';
import type { FieldPath, Kind, SecretPath } from '../values.js';
import { serverLines } from './candidate.js';
import { destinationNotices, destinationOf } from './destination.js';
import type { Fields } from './fields.js';
import { button, make } from './make.js';
import { Section } from './section.js';

export type FormActions = {
  readonly submit: () => void;
  readonly chooseKind: (kind: Kind) => void;
};

/** The servers, folded into lines until somebody wants to change them or a failure leads there, and the login. */
export class FormView {
  readonly element: HTMLFormElement;
  /** The field of the secret that is shown. */
  secret: SecretPath = 'credentials.password';
  private isFolded = false;
  private hasOtherName = false;
  private state: ConnectState | null = null;
  private readonly servers = new Section();
  private readonly destination = new Section();
  private readonly username = make('div');
  private readonly login = new Section();
  private readonly send: HTMLButtonElement;

  constructor(
    private readonly fields: Fields,
    private readonly language: Language,
    private readonly hosting: Hosting | null,
    private readonly actions: FormActions,
  ) {
    this.send = button(language.words.submit, 'main');
    this.send.type = 'submit';
    this.element = make(
      'form',
      { part: 'form', attributes: { novalidate: '' } },
      this.servers.element,
      this.destination.element,
      this.username,
      this.login.element,
      make('div', { class: 'buttons' }, this.send),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.submit();
    });
    this.element.addEventListener('input', () => this.showDestination());
    this.showUsername(false);
    this.showSecret();
  }

  /** Shows servers that were filled in or found as lines, and those that somebody enters as fields. */
  fold(isFolded: boolean): void {
    this.isFolded = isFolded;
    this.showUsername(this.fields.of('credentials.username').value !== '');
    if (this.state !== null) this.show(this.state);
  }

  show(state: ConnectState): void {
    this.state = state;
    const { chosen, isConnecting } = state;
    this.element.hidden = chosen === null;
    this.send.setAttribute('aria-disabled', String(isConnecting));
    this.send.textContent = isConnecting ? this.language.words.connecting : this.language.words.submit;
    if (chosen === null) return;
    const mayChoose = chosen.source === 'entered' && state.purpose === 'mail';
    this.servers.show([chosen, this.isFolded], () =>
      this.isFolded ? this.lines(chosen.kind) : this.inputs(chosen.kind, mayChoose),
    );
    this.showDestination();
  }

  /** The path of the field that stands for another: the secret that is shown for the other secret. */
  shown(path: FieldPath): FieldPath {
    return path === 'credentials.password' || path === 'credentials.accessToken' ? this.secret : path;
  }

  /** Focuses a field, and shows it first if it is folded. */
  focus(path: FieldPath): void {
    if (path === 'credentials.username') this.showUsername(true);
    else if (path !== this.secret && path !== 'email' && this.isFolded) this.fold(false);
    this.fields.of(path).focus();
  }

  private showDestination(): void {
    const chosen = this.state?.chosen;
    if (!chosen) return;
    const destination = destinationOf(chosen, this.fields.values(), this.hosting);
    this.destination.show([JSON.stringify(destination)], () =>
      destinationNotices(destination, this.language),
    );
  }

  private showUsername(isShown: boolean): void {
    this.hasOtherName ||= isShown;
    const { language, fields } = this;
    const { words } = language;
    this.username.replaceChildren(
      this.hasOtherName
        ? fields.of('credentials.username').element
        : button(words.otherName, 'link', () => this.focus('credentials.username')),
    );
  }

  /** Shows the field of the secret and, on Postern's own page, a button for the other one. */
  private showSecret(): void {
    const { hosting, secret, fields } = this;
    const other = secret === 'credentials.password' ? 'credentials.accessToken' : 'credentials.password';
    this.login.show([secret], () => [
      fields.of(secret).element,
      hosting &&
        button(
          secret === 'credentials.password' ? hosting.words.useAccessToken : hosting.words.usePassword,
          'link',
          () => {
            fields.of(secret).value = '';
            this.secret = other;
            this.showSecret();
            this.focus(other);
          },
        ),
    ]);
  }

  private lines(kind: Kind): Node[] {
    const values = this.fields.values();
    const lineOf = (name: 'imap' | 'smtp') =>
      `${name.toUpperCase()} ${values[`${name}.host`]}:${values[`${name}.port`]}`;
    const change = button(this.language.words.changeServers, 'link', () =>
      this.focus(kind === 'exchange' ? 'exchange.url' : 'imap.host'),
    );
    change.setAttribute('aria-expanded', 'false');
    return [
      serverLines(kind === 'exchange' ? [values['exchange.url']] : [lineOf('imap'), lineOf('smtp')]),
      change,
    ];
  }

  private inputs(kind: Kind, mayChoose: boolean): Node[] {
    const { language, fields } = this;
    const { words } = language;
    const of = (path: FieldPath) => fields.of(path).element;
    const chooser = mayChoose ? [this.kindChooser(kind)] : [];
    if (kind === 'exchange') return [...chooser, of('exchange.url')];
    const group = (name: 'imap' | 'smtp') =>
      make(
        'fieldset',
        { class: 'stack' },
        make('legend', {}, words.endpoints[name]),
        of(`${name}.host`),
        make('div', { class: 'pair' }, of(`${name}.port`), of(`${name}.tls`)),
      );
    return [...chooser, group('imap'), group('smtp'), of('allowNonSecureCertificate')];
  }

  private kindChooser(kind: Kind): HTMLElement {
    const { words } = this.language;
    const list = make('select', { part: 'input', attributes: { id: 'kind' } });
    for (const value of ['imap', 'exchange'] as const)
      list.append(make('option', { attributes: { value } }, words.kinds[value]));
    list.value = kind;
    list.addEventListener('change', () => {
      this.actions.chooseKind(list.value === 'exchange' ? 'exchange' : 'imap');
      this.element.querySelector<HTMLElement>('#kind')?.focus();
    });
    return make(
      'div',
      { class: 'field' },
      make('label', { part: 'label', attributes: { for: 'kind' } }, words.kind),
      list,
    );
  }
}
