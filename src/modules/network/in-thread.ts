import { Worker } from 'node:worker_threads';

/**
 * What a thread of its own makes of an input. `transfer`: buffers that are handed over instead of copied, and are empty
 * here afterwards. Throws what the thread threw.
 */
export function inThread<Output>(file: URL, input: unknown, transfer: ArrayBuffer[] = []): Promise<Output> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: input, transferList: transfer, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of the network ended early (${code})`)));
  });
}

type Columns = Uint32Array | Float32Array | Float64Array;

const isColumns = (value: unknown): value is Columns =>
  value instanceof Uint32Array || value instanceof Float32Array || value instanceof Float64Array;

/**
 * The same value with its columns in memory that threads share: handing it from one to another copies nothing, which
 * for ten million ties would stop the server for as long as the copying takes.
 */
export function share<Value>(value: Value): Value {
  if (isColumns(value)) {
    const Kind = value.constructor as new (buffer: SharedArrayBuffer) => Columns;
    const shared = new Kind(new SharedArrayBuffer(value.byteLength));
    shared.set(value as never);
    return shared as Value;
  }
  if (Array.isArray(value)) return value.map((one) => share<unknown>(one)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, share<unknown>(one)])) as Value;
}
