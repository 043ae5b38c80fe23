import type { Page } from 'playwright-core';

/** The words of commands in a sheet that are broken although a line has room for them, and commands that are copied with other characters. */
export function brokenCommands(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const linesOf = (word: Element) => {
      const range = document.createRange();
      range.selectNodeContents(word);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    };
    return [...document.querySelectorAll('article :not(pre) > code')].flatMap((command) => {
      const isWiderThanLine = (word: Element) =>
        word.getBoundingClientRect().width > word.closest('li, p, td')!.clientWidth * 0.95;
      const broken = [...command.children].filter((word) => linesOf(word) > 1 && !isWiderThanLine(word));
      getSelection()!.selectAllChildren(command);
      const copied = getSelection()!.toString();
      return [
        ...broken.map(({ textContent }) => textContent ?? ''),
        ...(copied === command.textContent ? [] : [`copied as ${copied}`]),
      ];
    });
  });
}
