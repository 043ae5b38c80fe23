import { useEffect, useRef } from 'react';

/** Returns a function that gives a signal, which aborts when the calling component is gone: a write ends with its form. */
export function useLeavingSignal(): () => AbortSignal {
  const controller = useRef<AbortController>(null);
  useEffect(() => () => controller.current?.abort(), []);
  return () => {
    controller.current = new AbortController();
    return controller.current.signal;
  };
}
