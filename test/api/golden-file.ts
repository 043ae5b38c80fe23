import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The reviewed text of a golden file. With UPDATE_GOLDEN=1 the new text is written to the file first, to be reviewed as
 * a diff.
 */
export function goldenText(url: URL, text: string): string {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(url.pathname), { recursive: true });
    writeFileSync(url, text);
  }
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
