/** A block of code in a page: its language, its text without the indentation of the block, and the heading above it. */
export type Block = { readonly language: string; readonly text: string; readonly heading: string };

/** The blocks of code of a page of Markdown, in their order. */
export function blocksOf(markdown: string): Block[] {
  const found: Block[] = [];
  let heading = '';
  const part = /^(#{1,6} .+)$|^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;
  for (const [, title, indentation = '', language = '', text = ''] of markdown.matchAll(part)) {
    if (title !== undefined) heading = title;
    else found.push({ heading, language, text: text.replaceAll(new RegExp(`^${indentation}`, 'gm'), '') });
  }
  return found;
}

/** The texts of the blocks of a language below a heading, up to the next heading. */
export function blocksBelow(markdown: string, heading: string, language: string): string[] {
  return blocksOf(markdown)
    .filter((block) => block.heading === heading && block.language === language)
    .map(({ text }) => text);
}
