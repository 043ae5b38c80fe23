import { useEffect } from 'react';
import { text } from '../first-text';

/** Sets the title of the browser's tab; `undefined` leaves it to another component of the page. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} – ${text.product}`;
  }, [title]);
}
