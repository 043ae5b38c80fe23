import type { Browser, Page } from 'playwright-core';

/**
 * What the main thread of a page did, in milliseconds of its processor time. The time for which it waited for a processor
 * is not counted, so that other programs on the machine change the figures little.
 */
export type MainThread = { readonly totalMs: number; readonly longestTaskMs: number };

type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time; Chromium has it on Linux only. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** Records the main thread of the page while `act` runs. A browser records one page at a time. */
export async function recordMainThread(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<MainThread> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  try {
    await act();
  } catch (error) {
    await browser.stopTracing();
    throw error;
  }
  return readTrace(await browser.stopTracing());
}

function readTrace(trace: Buffer): MainThread {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(thread),
  );
  const tasks = traceEvents
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && mainThreads.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
  if (tasks.length === 0) throw new Error('The trace of Chromium has no tasks of a main thread');
  return { totalMs: tasks.reduce((sum, ms) => sum + ms, 0), longestTaskMs: Math.max(...tasks) };
}
