import { hostAndPort } from '@postern/core/host-literal';
import { failuresOf } from '@postern/core/failures/failures-of';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Failure, Step, Warning } from '@postern/core/verification';
import type { ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import { visibleText } from '@postern/core/visible-text';

type Colour = 'green' | 'red' | 'yellow' | 'dim';
export type Paint = (colour: Colour, text: string) => string;

const codes: Readonly<Record<Colour, number>> = { green: 32, red: 31, yellow: 33, dim: 2 };
const marks = { passed: ['green', '✓'], failed: ['red', '✗'], skipped: ['dim', '–'] } as const;

/** Returns a function that colours text for a terminal (ECMA-48 SGR), or one that returns it unchanged. */
export function paintWith(isColoured: boolean): Paint {
  return (colour, text) => (isColoured ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text);
}

/** Returns the line that names a server before it is probed. */
export function formatServer({ endpoint, host, port, tls, path }: Server): string {
  const server = hostAndPort({ host, port });
  const mode = tls === 'implicit' ? 'TLS from the start' : 'STARTTLS';
  return endpoint === 'exchange'
    ? `exchange  https://${server}${path}`
    : `${pad(endpoint)}  ${server}, ${mode}`;
}

/**
 * Returns the line for a step that has ended. The line names the endpoint, because IMAP and SMTP are probed at the
 * same time.
 */
export function formatStep(endpoint: EndpointName, step: Step, paint: Paint): string {
  const [colour, mark] = marks[step.state];
  const duration = step.state === 'skipped' ? '' : paint('dim', `${step.durationMs.toFixed(1)} ms`);
  const told = visibleText([step.failure?.code, describeFacts(step)].filter(Boolean).join('  '));
  return `${pad(endpoint)}  ${paint(colour, mark)} ${step.stage.padEnd(12)} ${duration.padStart(9)}  ${told}`.trimEnd();
}

/** Returns the end of the report: the warnings, then the failure of each server with its advice, or that everything passed. */
export function formatOutcome({ endpoints, warnings }: ProbeResult, paint: Paint): string {
  const attention = warnings.map((warning) => formatNotice(paint('yellow', 'Warning'), warning));
  const failed = failuresOf(endpoints).map((failure) => formatNotice(paint('red', 'Failed'), failure));
  return ['', ...attention, ...(failed.length > 0 ? failed : [paint('green', 'Passed')])].join('\n');
}

function formatNotice(label: string, notice: Failure | Warning): string {
  const { title, advice, field, code } = notice;
  const suggestion =
    'suggestion' in notice && notice.suggestion !== undefined ? ` (try ${notice.suggestion})` : '';
  const lines = [
    `${title}.`,
    `  ${advice}`,
    field === null ? '' : `  field: ${field}${suggestion}`,
    `  code: ${code}`,
  ];
  if ('supportId' in notice && notice.supportId !== undefined)
    lines.push(`  support id: ${notice.supportId}`);
  return `${label}  ${lines
    .filter((line) => line !== '')
    .map(visibleText)
    .join('\n')}`;
}

function describeFacts({ facts }: Step): string {
  const parts = Object.entries(facts).flatMap(([name, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [`${name}=${Array.isArray(value) ? value.join(',') : String(value)}`];
  });
  return parts.join(' ');
}

function pad(endpoint: EndpointName): string {
  return endpoint.padEnd('exchange'.length);
}
