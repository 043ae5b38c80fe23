import { expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { breakable } from './breakable';

test.each([
  ['imap.example.com:993', 'imap|.example|.com|:993'],
  ['https://mail.example.com/EWS/Exchange.asmx', 'https:/|/|mail|.example|.com/|EWS/|Exchange|.asmx'],
  ['192.0.2.1:21440', '192.0.2.1|:21440'], // An address stays in one piece.
  ['Checked at 10:30. Nothing failed.', 'Checked at 10:30. Nothing failed.'],
])('%s may wrap as in %s', (text, parts) => {
  const markup = renderToStaticMarkup(<>{breakable(text)}</>);
  expect(markup.replaceAll('<wbr/>', '|')).toBe(parts);
});
