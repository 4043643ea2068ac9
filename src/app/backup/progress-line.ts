const QUIET_MS = 5_000;

/** Shows how far something is: one line that changes on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #last = performance.now();
  #shown = '';

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(text: string): void {
    const now = performance.now();
    if (text === this.#shown || now - this.#last < (this.#stream.isTTY ? 100 : QUIET_MS)) return;
    this.#last = now;
    this.#shown = text;
    this.#stream.write(this.#stream.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
  }

  /** Clears the line. */
  end(): void {
    if (this.#stream.isTTY && this.#shown !== '') this.#stream.write('\r\u001B[K');
    this.#shown = '';
  }
}

/** Bytes for people. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
