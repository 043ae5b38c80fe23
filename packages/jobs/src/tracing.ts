import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Attributes, FinishedSpan, Span, SpanExporter, SpanKind } from './span.js';

const current = new AsyncLocalStorage<Span>();
let exporter: SpanExporter | null = null;

/**
 * Starts sending spans to an OpenTelemetry collector (OTLP over HTTP, JSON); without an endpoint every function here
 * does nothing, and the exporter is never loaded. Written by hand, because the OpenTelemetry SDK would add
 * twenty packages for three kinds of spans.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const { openOtlpExporter } = await import('./otlp-exporter.js');
  exporter = openOtlpExporter(service, endpoint);
}

/** Sends the spans that are not yet sent; spans that end afterwards are lost. */
export async function stopTracing(): Promise<void> {
  const closing = exporter;
  exporter = null;
  await closing?.close();
}

/**
 * Begins a span: under `traceparent` (W3C Trace Context) if one is given and well-formed, else under the current
 * span, else in a new trace. `null` while tracing is off.
 */
export function beginSpan(name: string, kind: SpanKind, traceparent?: string | null): Span | null {
  if (exporter === null) return null;
  const parent = readTraceparent(traceparent) ?? current.getStore() ?? null;
  return {
    name,
    kind,
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: parent?.spanId ?? null,
    startedAtMs: performance.timeOrigin + performance.now(),
  };
}

/** Ends a span; `isFailed` marks it as an error. */
export function endSpan(span: Span | null, attributes: Attributes = {}, isFailed = false): void {
  if (span === null) return;
  const finished: FinishedSpan = {
    ...span,
    endedAtMs: performance.timeOrigin + performance.now(),
    attributes,
    isFailed,
  };
  exporter?.add(finished);
}

/** Runs something in a span's context: spans that begin in it belong to it. */
export function within<T>(span: Span | null, run: () => T): T {
  return span === null ? run() : current.run(span, run);
}

/** Runs something as a span of its own. */
export async function traced<T>(
  name: string,
  kind: SpanKind,
  run: () => Promise<T>,
  traceparent?: string | null,
): Promise<T> {
  const span = beginSpan(name, kind, traceparent);
  try {
    const result = await within(span, run);
    endSpan(span);
    return result;
  } catch (error) {
    endSpan(span, {}, true);
    throw error;
  }
}

/** The current span as a `traceparent`, to continue the trace in another process; `null` if there is none. */
export function currentTraceparent(): string | null {
  const span = current.getStore();
  return span === undefined ? null : `00-${span.traceId}-${span.spanId}-01`;
}

function readTraceparent(text: string | null | undefined): { traceId: string; spanId: string } | null {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(text ?? '');
  return match === null || /^0+$/.test(match[1]!) || /^0+$/.test(match[2]!)
    ? null
    : { traceId: match[1]!, spanId: match[2]! };
}
