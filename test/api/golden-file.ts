import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Returns the text of a golden file. With UPDATE_GOLDEN=1, the new text is first written to the file, so that its
 * change can be reviewed as a diff.
 */
export function goldenText(url: URL, text: string): string {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(url.pathname), { recursive: true });
    writeFileSync(url, text);
  }
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
