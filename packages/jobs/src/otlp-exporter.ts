import type { Attributes, FinishedSpan, SpanExporter, SpanKind } from './span.js';

const sendEveryMs = 2000;
const mostKept = 4096;
/** The numbers of `opentelemetry.proto.trace.v1.Span.SpanKind`. */
const kindNumber: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, producer: 4, consumer: 5 };

/**
 * Sends spans to `<endpoint>/v1/traces` every 2 s. While the collector cannot be reached spans are lost: new ones
 * beyond 4,096 unsent ones, and those of a failed call. Requests are never delayed.
 */
export function openOtlpExporter(service: string, endpoint: string): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  let waiting: FinishedSpan[] = [];
  let sending: Promise<void> = Promise.resolve();
  const send = (): void => {
    const spans = waiting;
    if (spans.length === 0) return;
    waiting = [];
    sending = sending.then(() => post(url, service, spans)).catch(() => undefined);
  };
  const timer = setInterval(send, sendEveryMs);
  timer.unref();
  return {
    add(span) {
      if (waiting.length < mostKept) waiting.push(span);
    },
    async close() {
      clearInterval(timer);
      send();
      await sending;
    },
  };
}

async function post(url: string, service: string, spans: readonly FinishedSpan[]): Promise<void> {
  const body = {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': service }) },
        scopeSpans: [{ scope: { name: 'postern' }, spans: spans.map(toOtlp) }],
      },
    ],
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5000),
  });
  await answer.body?.cancel();
}

/** A span as the JSON mapping of OTLP 1.x wants it: ids in hex, times in nanoseconds as text. */
function toOtlp(span: FinishedSpan) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: kindNumber[span.kind],
    startTimeUnixNano: nanoseconds(span.startedAtMs),
    endTimeUnixNano: nanoseconds(span.endedAtMs),
    attributes: attributes(span.attributes),
    status: span.isFailed ? { code: 2 } : {},
  };
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

function attributes(values: Attributes) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { doubleValue: value },
  }));
}
