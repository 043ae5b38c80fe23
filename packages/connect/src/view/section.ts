import { make } from './make.js';

/**
 * A part of the component that is made anew only if what it shows has changed. Nodes that stay keep their place, so that
 * the focus in them is not lost, and no click on which somebody has just pressed the button of the mouse.
 */
export class Section {
  private shown: readonly unknown[] | null = null;

  constructor(readonly element: HTMLElement = make('div', { class: 'stack' })) {}

  show(inputs: readonly unknown[], build: () => readonly (Node | null)[]): void {
    if (this.shown !== null && inputs.every((input, index) => input === this.shown![index])) return;
    this.shown = inputs;
    const { element } = this;
    const parts = build().filter((part) => part !== null);
    for (const child of Array.from(element.childNodes)) if (!parts.includes(child)) child.remove();
    for (const [index, part] of parts.entries())
      if (element.childNodes[index] !== part) element.insertBefore(part, element.childNodes[index] ?? null);
    element.hidden = parts.length === 0;
  }
}
