/** Whether a URL leads to this machine itself (RFC 1122 §3.2.1.3); only then may it be plain http. */
export function isLoopbackUrl({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
