import { cut, pad } from './text/layout.ts';

/** Where a progress bar is drawn; standard error of the command. */
export type ProgressSink = { isTTY?: boolean; columns?: number; write(text: string): unknown };

/** A progress bar: what is being done, and how far it is (0…1), or unknown. */
export type Progress = { show(doing: string, share?: number): void; clear(): void };

const FIRST_AFTER = 1000;
const AGAIN_AFTER = 100;
const BAR = 24;

/** A bar on a terminal, from one second after the start on; nothing anywhere else. `now` in milliseconds. */
export function createProgress(sink: ProgressSink, now: () => number = () => performance.now()): Progress {
  if (!sink.isTTY) return { show: () => {}, clear: () => {} };
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    show(doing, share) {
      const time = now();
      if (time - started < FIRST_AFTER || time - drawn < AGAIN_AFTER) return;
      drawn = time;
      visible = true;
      const done = share === undefined ? 0 : Math.max(0, Math.min(1, share));
      const meter =
        share === undefined
          ? ''
          : `${pad('█'.repeat(Math.round(done * BAR)), BAR).replaceAll(' ', '░')} ${String(Math.floor(done * 100)).padStart(3)}% `;
      sink.write(`\r\u001B[2K${cut(meter + doing, (sink.columns ?? 80) - 1)}`);
    },
    clear() {
      if (visible) sink.write('\r\u001B[2K');
      visible = false;
    },
  };
}
