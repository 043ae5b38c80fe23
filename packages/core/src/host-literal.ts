/** Returns a host as URLs write it: an IPv6 address in brackets (RFC 3986 §3.2.2). */
export function hostLiteral(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Returns `host:port` for people, with an IPv6 address in brackets. */
export function hostAndPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${hostLiteral(host)}:${port}`;
}
