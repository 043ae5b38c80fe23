const key = 'postern.reloaded';
const onceInMs = 30_000;

/**
 * After an upgrade the files that an open page still wants are gone: it is loaded anew, once in half a minute, so
 * that files which are missing for another reason end in a message and not in a circle.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < onceInMs) return;
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  });
}
