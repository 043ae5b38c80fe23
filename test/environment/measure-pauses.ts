const tickMs = 10;
/** A timer is a few milliseconds late on a quiet machine too. */
const usualLatenessMs = 5;

/**
 * Measures from now on how long this process did not run although it had work to do, because the machine ran other programs
 * or its thread was busy. The returned function ends the measurement and returns the sum in milliseconds.
 */
export function measurePauses(): () => number {
  let pausedMs = 0;
  let last = performance.now();
  const note = () => {
    const lateMs = performance.now() - last - tickMs;
    if (lateMs > usualLatenessMs) pausedMs += lateMs;
    last = performance.now();
  };
  const timer = setInterval(note, tickMs);
  return () => {
    clearInterval(timer);
    note();
    return pausedMs;
  };
}
