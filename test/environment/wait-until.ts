/** Waits until a condition is true: checks it every 20 ms and throws after `timeoutMs` (default 30 s). */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline)
      throw new Error(`The condition was not true within ${timeoutMs} ms: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
