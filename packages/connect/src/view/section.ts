import { make } from './make.js';

/** A part of the component that is made anew only if what it shows has changed, so that the focus in it stays. */
export class Section {
  readonly element = make('div', { class: 'stack' });
  private shown: readonly unknown[] | null = null;

  show(inputs: readonly unknown[], build: () => readonly (Node | null)[]): void {
    if (this.shown !== null && inputs.every((input, index) => input === this.shown![index])) return;
    this.shown = inputs;
    const parts = build().filter((part) => part !== null);
    this.element.replaceChildren(...parts);
    this.element.hidden = parts.length === 0;
  }
}
