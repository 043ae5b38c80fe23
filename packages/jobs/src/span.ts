/** The kinds of OpenTelemetry that occur here. */
export type SpanKind = 'internal' | 'server' | 'producer' | 'consumer';
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span under way: part of one trace, from api over queue to worker. */
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

/** Where finished spans go. */
export type SpanExporter = {
  add(span: FinishedSpan): void;
  /** Sends what is left. */
  close(): Promise<void>;
};
