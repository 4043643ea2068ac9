import { useEffect, useState } from 'react';

/** A value once it has been still for `pause` ms, for questions that follow typing. */
export function useSettled<T>(value: T, pause: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
    // The text stands for the value: an equal one of another identity asks nothing anew.
  }, [text, pause]);
  return settled;
}
