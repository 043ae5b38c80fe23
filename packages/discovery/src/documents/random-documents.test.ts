import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { assertClosed, randomDocuments } from '../../test/random-documents.js';
import { writeAutoconfig } from '../../test/write-autoconfig.js';
import { parseAutoconfig } from './autoconfig-document.js';
import { parsePacc } from './pacc-document.js';

/** Few of each kind; `npm run bench -- discover-parsers` parses 100,000 in all. */
const documents = 400;

describe('random documents', () => {
  test.each(Object.keys(randomDocuments))(
    `${documents} of %s have a closed result each, without an error, in 100 ms of processor time`,
    (kind) => {
      fc.assert(randomDocuments[kind]!, { numRuns: documents });
    },
    60_000,
  );

  const big = 64 * 1024 - 200;
  test.each([
    ['nested elements', '<a>'.repeat(big / 3)],
    ['elements side by side', `<clientConfig>${'<a/>'.repeat(big / 4)}</clientConfig>`],
    ['references', `<a>${'&amp;'.repeat(big / 5)}</a>`],
    ['attributes', `<a ${Array.from({ length: 6_000 }, (_, index) => `a${index}=""`).join(' ')}/>`],
    ['one attribute', `<a b="${'&#x41;'.repeat(big / 6)}"/>`],
    ['spaces', `<a>${' '.repeat(big)}`],
    ['comments', `${'<!---->'.repeat(big / 7)}`],
    ['open comments', '<!--'.repeat(big / 4)],
    ['line breaks', `<a>${'\r\n'.repeat(big / 2)}</a>`],
    ['CDATA ends', `<a>${']]'.repeat(big / 2)}</a>`],
    [
      'servers',
      writeAutoconfig(
        Array.from({ length: 250 }, () => ({
          type: 'imap',
          hostname: 'a.example.com',
          port: '1',
          socketType: 'SSL',
        })),
      ).slice(0, big),
    ],
    [
      'percent signs',
      writeAutoconfig([{ type: 'imap', hostname: '%'.repeat(big / 2), port: '1', socketType: 'SSL' }]),
    ],
    [
      'placeholders',
      writeAutoconfig([
        { type: 'imap', hostname: '%EMAILDOMAIN%'.repeat(big / 15), port: '1', socketType: 'SSL' },
      ]),
    ],
  ])('a document of 64 KiB of %s takes less than 100 ms of processor time', (_, text) => {
    assertClosed(() => parseAutoconfig(text));
    assertClosed(() => parsePacc(text));
  });
});
