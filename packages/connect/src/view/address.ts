import type { Wanted } from '../connect-flow.js';
import type { HostedWords } from '../hosting.js';
import type { Purpose } from '../values.js';
import type { Field } from './field.js';
import { make } from './make.js';

const looksLikeAddress = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;
/** How long nothing is typed before the servers of an address are read, in milliseconds. */
const pauseMs = 350;

/**
 * The field of the address and the choice between email and calendar, on Postern's own page. `want` is called with each
 * whole address. A search for servers waits until the field is left, because half an address may be one of another domain.
 */
export class AddressView {
  readonly element: HTMLElement;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private purpose: Purpose = 'mail';

  constructor(
    private readonly field: Field,
    words: HostedWords,
    private readonly want: (wanted: Wanted) => void,
  ) {
    this.element = make('div', { class: 'stack' }, this.purposeSwitch(words), field.element);
    field.onInput(() => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.tell(false), pauseMs);
    });
    field.onFinish(() => this.tell(true));
  }

  /** Reads what the field has, without the rest of the pause. */
  tell(isSearchWanted: boolean): void {
    clearTimeout(this.pause);
    const address = this.field.value.trim();
    const email = looksLikeAddress.test(address) ? address : '';
    this.want({ email, purpose: this.purpose, isSearchWanted });
  }

  private purposeSwitch({ purpose, purposes }: HostedWords): HTMLElement {
    const choice = (value: Purpose) => {
      const input = make('input', { attributes: { type: 'radio', name: 'purpose', value } });
      input.checked = value === this.purpose;
      input.addEventListener('change', () => {
        this.purpose = value;
        this.tell(true);
      });
      return make('label', {}, input, purposes[value]);
    };
    return make(
      'fieldset',
      { class: 'switch' },
      make('legend', { class: 'unseen' }, purpose),
      choice('mail'),
      choice('calendar'),
    );
  }
}
