import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The text that was reviewed last; with UPDATE_GOLDEN=1 the new text takes its place, to be reviewed as a diff. */
export function goldenText(url: URL, text: string): string {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(url.pathname), { recursive: true });
    writeFileSync(url, text);
  }
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
