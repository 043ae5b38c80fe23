import type { FieldPath } from '../values.js';
import { button, make } from './make.js';

type FieldOptions = {
  readonly path: FieldPath;
  readonly label: string;
  readonly help?: string;
  /** The attributes of the input. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The choices of a field that is a list, by value. */
  readonly choices?: Readonly<Record<string, string>>;
};

/** A field with its label, its help and what is wrong with its value. */
export class Field {
  readonly element: HTMLElement;
  readonly path: FieldPath;
  readonly label: string;
  private readonly input: HTMLInputElement | HTMLSelectElement;
  private readonly fault: HTMLElement;

  constructor({ path, label, help, attributes = {}, choices }: FieldOptions) {
    const id = path.replace('.', '-');
    const helpId = `${id}-help`;
    const faultId = `${id}-fault`;
    const described = help === undefined ? faultId : `${helpId} ${faultId}`;
    const all = { id, name: path, 'aria-describedby': described, ...attributes };
    this.path = path;
    this.label = label;
    this.input = make(choices === undefined ? 'input' : 'select', { part: 'input', attributes: all });
    for (const [value, text] of Object.entries(choices ?? {}))
      this.input.append(make('option', { attributes: { value } }, text));
    this.fault = make('div', { class: 'fault', part: 'fault', attributes: { id: faultId } });
    const name = make('label', { part: 'label', attributes: { for: id } }, label);
    const helpText =
      help === undefined
        ? null
        : make('div', { class: 'help', part: 'help', attributes: { id: helpId } }, help);
    const isCheck = attributes['type'] === 'checkbox';
    this.element = isCheck
      ? make('div', { class: 'field' }, make('div', { class: 'check' }, this.input, name), this.fault)
      : make('div', { class: 'field' }, name, this.input, helpText, this.fault);
    this.input.addEventListener('input', () => this.showFault(''));
  }

  get value(): string {
    return this.input.value;
  }

  set value(value: string) {
    this.input.value = value;
    this.showFault('');
  }

  /** Puts in a value as if somebody typed it: a port also sets the mode of TLS. */
  type(value: string): void {
    this.input.value = value;
    this.input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  get isChecked(): boolean {
    return this.input instanceof HTMLInputElement && this.input.checked;
  }

  set isChecked(isChecked: boolean) {
    if (this.input instanceof HTMLInputElement) this.input.checked = isChecked;
  }

  /** Shows what is wrong, and a button that repairs it; an empty text shows nothing. */
  showFault(text: string, repair?: { readonly text: string; readonly value: string }): void {
    this.fault.replaceChildren(text);
    if (repair !== undefined)
      this.fault.append(
        button(repair.text, 'link', () => {
          this.type(repair.value);
          this.focus();
        }),
      );
    if (text === '') this.input.removeAttribute('aria-invalid');
    else this.input.setAttribute('aria-invalid', 'true');
  }

  onInput(listener: () => void): void {
    this.input.addEventListener('input', listener);
  }

  /** Calls the listener when the value is changed and the field is left, or Enter is pressed in it. */
  onFinish(listener: () => void): void {
    this.input.addEventListener('change', listener);
  }

  focus(): void {
    this.input.focus();
    if (this.input instanceof HTMLInputElement && this.input.type !== 'checkbox') this.input.select();
    this.element.scrollIntoView({ block: 'nearest' });
  }
}
