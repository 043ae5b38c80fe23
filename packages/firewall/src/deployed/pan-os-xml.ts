import { Unreadable } from './deployed-rules.js';

/** The tables of the configuration that rules depend on; deeper and other parts are left out. */
const tables = ['address', 'address-group', 'service', 'rules'];

/**
 * Turns a PAN-OS configuration in XML into its set lines. Only elements, text and `entry name="…"` occur there; anything
 * else, like a document type, is refused.
 */
export function setLinesOfXml(text: string): string[] {
  if (/<!(?!--)|<\?(?!xml )/.test(text))
    throw new Unreadable('This XML holds more than a PAN-OS configuration');
  const lines: string[] = [];
  const path: string[] = [];
  let value = '';
  for (const [, markup, words] of text
    .replace(/<!--[\s\S]*?-->|<\?xml[^>]*\?>/g, '')
    .matchAll(/<([^>]+)>|([^<]+)/g)) {
    if (words !== undefined) value = decode(words.trim());
    else if (markup!.startsWith('/')) {
      if (value !== '') lines.push(...lineOf(path, value));
      value = '';
      path.pop();
    } else if (!markup!.endsWith('/')) {
      path.push(/^entry name="([^"]*)"/.exec(markup!)?.[1] ?? markup!.split(' ')[0]!);
      value = '';
    }
  }
  if (path.length > 0) throw new Unreadable('This XML is cut off');
  return lines;
}

function lineOf(path: readonly string[], value: string): string[] {
  const at = path.findLastIndex((part, index) => tables.includes(part) && index < path.length - 2);
  if (at < 0) return [];
  const table = path[at] === 'rules' ? 'rulebase security rules' : path[at]!;
  const field = path
    .slice(at + 2)
    .filter((part) => part !== 'member')
    .join(' ');
  return [`set ${table} "${path[at + 1]}" ${field} "${value}"`];
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
