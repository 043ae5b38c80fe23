/**
 * Moves the focus from one domain of the list to the next, or to the one before; false if the page has no list. From
 * elsewhere the focus goes to the first domain in the window. Only the rows near the window exist, so the next row is
 * looked for by its number.
 */
export function moveInList(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-index][role=row]')];
  if (rows.length === 0) return false;
  const present = document.activeElement?.closest<HTMLElement>('[data-index][role=row]');
  const next =
    present == null
      ? rows.find((row) => row.getBoundingClientRect().top >= 56)
      : rows.find((row) => Number(row.dataset['index']) === Number(present.dataset['index']) + step);
  const link = next?.querySelector('a');
  if (link == null) return present != null;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: 'nearest' });
  return true;
}
