import { Fragment } from 'react';

/** Where a name may continue on the next line: after a slash of a URL, before a label of a host name, before a port. */
const places = /(?<=\/)|(?=\.[a-z])|(?=:\d{3,5}\b)/i;

/** Returns a text whose URLs and host names wrap between their parts, and within a word only where they must. */
export function breakable(text: string) {
  return text.split(places).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
