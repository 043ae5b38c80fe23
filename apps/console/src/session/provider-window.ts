const channelName = 'postern.session';
const startPath = '/v1/session/oidc/start';

/** The address that leads through the provider and back to a path of this console. */
export function providerAddress(returnTo: string): string {
  return `${startPath}?return=${encodeURIComponent(returnTo)}`;
}

/** The address that does the same without a page of the provider, or leads to the sign-in page if the provider wants to ask. */
export function silentProviderAddress(returnTo: string): string {
  return `${providerAddress(returnTo)}&prompt=none`;
}

/** Opens the provider in a window of its own, so that nothing typed in this one is lost. */
export function openProviderWindow(): void {
  window.open(providerAddress('/signed-in'), 'postern-sign-in', 'popup,width=520,height=720');
}

/** Calls `listener` when that window is back; the provider's page may have cut it off from this one, so a channel tells. */
export function onProviderWindowDone(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', listener);
  return () => channel.close();
}

/** Tells the other windows of this browser that somebody has signed in, and closes this one. */
export function finishProviderWindow(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('signed-in');
  channel.close();
  window.close();
}
