import { ConnectApi } from './connect-api.js';
import { ConnectFlow } from './connect-flow.js';
import type { ConnectEvents } from './events.js';
import { styles } from './styles.js';
import { languageOf } from './text/words.js';
import { ConnectView } from './view/connect-view.js';

export type { ConnectedDetail, ConnectEvents, ExpiredDetail, FailedDetail } from './events.js';

const longestTimeoutMs = 2 ** 31 - 1;

/**
 * `<postern-connect>`: a form that connects the mailbox of one address through the api's routes for connect sessions.
 *
 * Attributes: `email`, the address that the client secret was made for; `client-secret`; `api`, the address of the api,
 * by default the origin that this file was loaded from; `expires-at`, when the secret ends; `purpose`, `mail` or
 * `calendar`; `lang`, by default that of the page, then of the browser. Events: see `ConnectEvents`.
 */
export class PosternConnect extends HTMLElement {
  static readonly observedAttributes = ['email', 'client-secret', 'api', 'expires-at', 'purpose', 'lang'];

  private secret = '';
  private flow: ConnectFlow | null = null;
  private view: ConnectView | null = null;
  private expiry: ReturnType<typeof setTimeout> | undefined;
  private isDrawn = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.attachShadow({ mode: 'open', delegatesFocus: true }).adoptedStyleSheets = [sheet];
  }

  /** The client secret. As a property it does not appear in the document. A new one goes on where the old one ended. */
  get clientSecret(): string {
    return this.secret;
  }

  set clientSecret(secret: string) {
    const had = this.secret;
    this.secret = secret;
    if (secret === '' || secret === had) return;
    if (had === '' || this.flow === null) this.restart();
    else this.flow.renew();
    this.watchExpiry();
  }

  connectedCallback(): void {
    // A page may set the property before this file has loaded; it then hides the accessor of the class.
    const early = Object.getOwnPropertyDescriptor(this, 'clientSecret')?.value as unknown;
    if (early !== undefined) {
      Reflect.deleteProperty(this, 'clientSecret');
      this.clientSecret = String(early);
    }
    if (this.secret === '') this.clientSecret = this.getAttribute('client-secret') ?? '';
    this.restart();
  }

  disconnectedCallback(): void {
    clearTimeout(this.expiry);
    this.view?.forget();
    this.flow?.stop();
    this.flow = null;
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (name === 'client-secret') this.clientSecret = value ?? '';
    else if (name === 'expires-at') this.watchExpiry();
    else this.restart();
  }

  /** Draws the form anew, once for all attributes that change together. Nothing is drawn before address and secret are there. */
  private restart(): void {
    if (this.isDrawn) return;
    this.isDrawn = true;
    queueMicrotask(() => {
      this.isDrawn = false;
      this.draw();
    });
  }

  private draw(): void {
    this.view?.forget();
    this.flow?.stop();
    this.flow = null;
    const email = this.getAttribute('email') ?? '';
    if (!this.isConnected || email === '' || this.secret === '') return this.shadowRoot!.replaceChildren();
    const purpose = this.getAttribute('purpose') === 'calendar' ? 'calendar' : 'mail';
    const around = this.closest('[lang]')?.getAttribute('lang');
    const language = languageOf([around, ...navigator.languages]);
    const address = this.getAttribute('api') ?? new URL(import.meta.url).origin;
    const api = new ConnectApi({ address, secret: () => this.secret, language: language.code });
    const view = new ConnectView({ email, purpose, language, flow: () => flow });
    const flow = new ConnectFlow({
      api,
      email,
      purpose,
      show: (state) => view.show(state),
      tell: (name, detail) => this.tell(name, detail),
    });
    this.view = view;
    this.flow = flow;
    this.shadowRoot!.replaceChildren(view.element);
    this.watchExpiry();
    void flow.start();
  }

  /**
   * Asks whether the secret has ended as soon as its time is over, not first when it is used. The api decides, because the
   * clock of this machine may be wrong.
   */
  private watchExpiry(): void {
    clearTimeout(this.expiry);
    const end = Date.parse(this.getAttribute('expires-at') ?? '');
    if (Number.isNaN(end) || this.flow === null) return;
    const left = Math.min(Math.max(0, end - Date.now()), longestTimeoutMs);
    this.expiry = setTimeout(() => void this.flow?.checkSecret(), left);
  }

  private tell<Name extends keyof ConnectEvents>(name: Name, detail: ConnectEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'postern-connect': PosternConnect;
  }
  interface HTMLElementEventMap {
    'postern-connected': CustomEvent<ConnectEvents['postern-connected']>;
    'postern-failed': CustomEvent<ConnectEvents['postern-failed']>;
    'postern-expired': CustomEvent<ConnectEvents['postern-expired']>;
  }
}

if (customElements.get('postern-connect') === undefined)
  customElements.define('postern-connect', PosternConnect);
