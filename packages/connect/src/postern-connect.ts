import { ConnectApi } from './connect-api.js';
import { ConnectFlow, type Tell } from './connect-flow.js';
import type { ConnectEvents } from './events.js';
import type { Hosting } from './hosting.js';
import { sendWithSecret } from './send-with-secret.js';
import { styles } from './styles.js';
import { languageOf } from './text/words.js';
import { ConnectView } from './view/connect-view.js';

export type { ChangedDetail, ConnectedDetail, ConnectEvents, ExpiredDetail, FailedDetail } from './events.js';
export type { Hosting } from './hosting.js';

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
  private host: Hosting | null = null;
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

  /** What Postern's own page gives in place of a client secret; the form is then for any address. */
  get hosting(): Hosting | null {
    return this.host;
  }

  set hosting(hosting: Hosting | null) {
    this.host = hosting;
    this.restart();
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

  /** Draws the form anew, once for all attributes that change together. Nothing is drawn before the page has given address and secret, or `hosting`. */
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
    const hosting = this.host;
    const email = hosting === null ? (this.getAttribute('email') ?? '') : '';
    const isReady = hosting !== null || (email !== '' && this.secret !== '');
    if (!this.isConnected || !isReady) return this.shadowRoot!.replaceChildren();
    const purpose = this.getAttribute('purpose') === 'calendar' ? 'calendar' : 'mail';
    const around = this.closest('[lang]')?.getAttribute('lang');
    const language = languageOf([around, ...navigator.languages]);
    const address = this.getAttribute('api') ?? new URL(import.meta.url).origin;
    const secret = () => this.secret;
    const send = hosting?.send ?? sendWithSecret({ address, secret, language: language.code });
    const tell: Tell = (name, detail) => this.tell(name, detail);
    const view = new ConnectView({ email, purpose, language, hosting, flow: () => flow, tell });
    const flow = new ConnectFlow({
      api: new ConnectApi(send),
      hasSecret: hosting === null,
      show: (state) => view.show(state),
      tell,
    });
    this.view = view;
    this.flow = flow;
    this.shadowRoot!.replaceChildren(view.element);
    this.watchExpiry();
    void flow.start({ email, purpose, isSearchWanted: email !== '' });
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
    'postern-changed': CustomEvent<ConnectEvents['postern-changed']>;
  }
}

if (customElements.get('postern-connect') === undefined)
  customElements.define('postern-connect', PosternConnect);
