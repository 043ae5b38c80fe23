const withText = 'input, textarea, select, [contenteditable], [role=combobox], [role=listbox]';

/**
 * Whether a key belongs to what has the focus: a field, or a dialog that is open. A check box takes no letters. A key with
 * Ctrl, Alt or the command key is the browser's or the system's.
 */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey)
    return true;
  if (document.querySelector('[role=dialog]') !== null) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  const field = target.closest(withText);
  return field !== null && !field.matches('input[type=checkbox], input[type=radio]');
}
