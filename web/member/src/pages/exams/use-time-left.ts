import { useEffect, useState } from 'react';

const SECOND_MS = 1_000;

/**
 * Seconds that an exam has left by the server’s clock: `now` is what that clock said when the answer came, at `seenAt`
 * of this browser's. `onOver` is called once when none are left.
 */
export function useTimeLeft(
  { endsAt, now, seenAt }: { endsAt: string; now: string; seenAt: number },
  onOver: () => void,
): number {
  const overAt = seenAt + Date.parse(endsAt) - Date.parse(now);
  const [tick, setTick] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((overAt - tick) / SECOND_MS));
  const over = seconds === 0;
  useEffect(() => {
    if (over) onOver();
    // oxlint-disable-next-line react/exhaustive-deps -- told once, when it is over
  }, [over]);
  return seconds;
}

/** `12:05` */
export const clockWords = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
