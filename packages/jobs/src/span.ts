/** The kinds of OpenTelemetry that occur here. */
export type SpanKind = 'internal' | 'server' | 'producer' | 'consumer';
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span that has not ended; a trace reaches from the api through the queue to the worker. */
export type Span = {
  readonly name: string;
  readonly kind: SpanKind;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly startedAtMs: number;
};

export type FinishedSpan = Span & {
  readonly endedAtMs: number;
  readonly attributes: Attributes;
  readonly isFailed: boolean;
};

/** Takes the spans that have ended. */
export type SpanExporter = {
  add(span: FinishedSpan): void;
  /** Sends the spans that are not yet sent. */
  close(): Promise<void>;
};
