type Child = Node | string | null | false;

type Options = {
  readonly class?: string;
  /** The name by which a page styles the element with `::part()`. */
  readonly part?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
};

/** Makes an element. A string child becomes text and never markup, because it may come from a server. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: Options = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (options.class !== undefined) element.className = options.class;
  if (options.part !== undefined) element.setAttribute('part', options.part);
  for (const [name, value] of Object.entries(options.attributes ?? {})) element.setAttribute(name, value);
  if (options.onClick) element.addEventListener('click', options.onClick);
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** A text of somebody else; its direction does not change that of the sentence around it. */
export function foreign(text: string): HTMLElement {
  return make('bdi', {}, text);
}

export function button(
  text: string,
  kind: 'main' | 'other' | 'link',
  onClick?: () => void,
): HTMLButtonElement {
  const options = { class: kind, part: `button button-${kind}`, attributes: { type: 'button' } };
  return make('button', onClick === undefined ? options : { ...options, onClick }, text);
}
