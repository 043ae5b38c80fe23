/** Saves a file through the browser's download. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // Chromium and Firefox have taken the content when the next task of the event loop runs.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
