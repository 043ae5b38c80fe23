const key = 'postern.reloaded';
const onceInMs = 30_000;

/**
 * Reloads the page if one of its files is missing, which happens to open pages after an upgrade. It reloads at most
 * once in 30 seconds: a file that is missing for another reason then ends in a message and not in endless reloads.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < onceInMs) return;
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  });
}
