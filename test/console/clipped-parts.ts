import type { Page } from 'playwright-core';

/** The elements of a page or, while a dialog is open, of the dialog; those in open shadow trees are included. */
function shownElements(): Element[] {
  const within = (root: Element | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) =>
      each.shadowRoot === null ? [each] : [each, ...within(each.shadowRoot)],
    );
  const dialogs = [...document.querySelectorAll('[role=dialog]')];
  const roots = dialogs.length === 0 ? [document.documentElement] : dialogs;
  return roots.flatMap((root) => [root, ...within(root)]);
}

/**
 * The visible parts of a page that are cut off or can be scrolled sideways at its present width, one line each.
 * Text that ends in an ellipsis on purpose, and text for screen readers alone, are left out.
 */
export async function clippedParts(page: Page): Promise<string[]> {
  const elements = await page.evaluateHandle(shownElements);
  return elements.evaluate((shown) => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className.toString().slice(0, 60)} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    const isHidden = (element: Element) =>
      element.closest('.visuallyHidden, .unseen, [aria-hidden=true] svg, [inert]') !== null ||
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    type Clip = { readonly left: number; readonly right: number; readonly name: string };
    const clips = new Map<Element, Clip>();
    const parentOf = (element: Element): Element | null => {
      const root = element.getRootNode();
      return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };
    // What an element shows of its content, as far as the elements around it let it; computed once for each element.
    const clipOf = (around: Element | null): Clip => {
      if (around === null) return { left: -Infinity, right: Infinity, name: '' };
      const known = clips.get(around);
      if (known !== undefined) return known;
      let clip = clipOf(parentOf(around));
      const { left, right, width } = around.getBoundingClientRect();
      if (
        width > 1 &&
        getComputedStyle(around).overflowX !== 'visible' &&
        (left > clip.left || right < clip.right)
      )
        clip = {
          left: Math.max(left, clip.left),
          right: Math.min(right, clip.right),
          name: name(around).slice(0, 60),
        };
      clips.set(around, clip);
      return clip;
    };
    const found: string[] = [];
    for (const element of shown) {
      if (isHidden(element) || element instanceof HTMLInputElement || element instanceof SVGElement) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || style.position === 'fixed') continue;
      const isScrolled = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
      if (isScrolled && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis')
        found.push(`scrolls sideways by ${element.scrollWidth - element.clientWidth} px: ${name(element)}`);
      if (
        !element.matches(
          'a, button, input, select, textarea, [role=cell], td, th, h1, h2, h3, p, dd, li, label',
        )
      )
        continue;
      if (box.right > innerWidth + 1 || box.left < -1)
        found.push(
          `is outside the window (${Math.round(box.left)} to ${Math.round(box.right)}): ${name(element)}`,
        );
      const clip = clipOf(parentOf(element));
      if (box.right > clip.right + 1 || box.left < clip.left - 1)
        found.push(`is cut off by ${clip.name}: ${name(element)}`);
    }
    return [...new Set(found)].slice(0, 10);
  });
}
