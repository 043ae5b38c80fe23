export type Token = {
  readonly kind: 'plain' | 'comment' | 'text' | 'address' | 'word';
  readonly text: string;
};

/** Longer texts are not coloured, because each coloured part is an element and slows the page down. */
const colouredCharacters = 120_000;

const pattern = new RegExp(
  [
    String.raw`(?<comment>(?<=^|\s)#[^\n]*|(?<=^|\n)!(?![a-z])[^\n]*|(?<=^|\s)\/\/[^\n]*)`,
    String.raw`(?<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`,
    String.raw`(?<address>\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b|\b[0-9a-f]{1,4}:[0-9a-f:]+(?:\/\d{1,3})?)`,
    String.raw`(?<word>\b(?:accept|access-list|add|allow|apply|chain|config|create|define|delete|drop|edit|element|end|flush|group|insert|name|next|object-group|permit|policy|reject|resource|rule|rules|set|table|tcp|type|ufw|variable)\b)`,
  ].join('|'),
  'gi',
);

/** Splits configuration text into parts to colour: comments, quoted text, addresses, and keywords that most firewall languages share. */
export function colourCode(code: string): Token[] {
  if (code.length > colouredCharacters) return [{ kind: 'plain', text: code }];
  const tokens: Token[] = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    const kind = (['comment', 'text', 'address', 'word'] as const).find(
      (name) => match.groups?.[name] !== undefined,
    );
    if (match.index > at) tokens.push({ kind: 'plain', text: code.slice(at, match.index) });
    tokens.push({ kind: kind ?? 'plain', text: match[0] });
    at = match.index + match[0].length;
  }
  return at < code.length ? [...tokens, { kind: 'plain', text: code.slice(at) }] : tokens;
}
