import type { TlsMode } from '@postern/core/tls-mode';

/** A server as it was typed, for `mailServerInputSchema` to judge. */
export type TypedServer = { readonly host: string; readonly port: number; readonly tls?: TlsMode };

/**
 * Reads `host[:port][,starttls|,tls]`, an IPv6 address in brackets. Without a port it is the usual one of the TLS mode;
 * without a mode the port decides where it can.
 */
export function parseServerOption(text: string, implicitPort: number, starttlsPort: number): TypedServer {
  const [address = '', mode] = text.split(/,(?=[^,]*$)/);
  const [, host = '', portText] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d{1,5}))?$/.exec(address) ?? [];
  const tls: TlsMode | undefined =
    mode === undefined ? undefined : mode === 'starttls' ? 'starttls' : 'implicit';
  const usual = tls === 'starttls' ? starttlsPort : implicitPort;
  return {
    host,
    port: portText === undefined ? usual : Number(portText),
    ...(tls === undefined ? {} : { tls }),
  };
}
