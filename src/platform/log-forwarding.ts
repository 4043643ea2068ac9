import { setTimeout as sleep } from 'node:timers/promises';

/** Where lines of the log go as well: a collector's address for OTLP over HTTP, and who we are to it. */
export type LogCollector = { url: string; authorization?: string };

/** Passes lines of the log on, beside standard error. */
export type LogForwarding = {
  /** Takes a line as the logger writes it. Never waits, never throws. */
  take(line: string): void;
  /** Sends what is left, for as long as a few seconds; what could not be sent by then stands on standard error only. */
  stop(): Promise<void>;
};

/** How long lines gather before they go. Milliseconds. */
const GATHER = 1000;
/** Lines in one request. */
const BATCH = 500;
/** Lines that wait while nobody answers; beyond it the oldest go, and are counted. Characters. */
const MOST_WAITING = 16 * 2 ** 20;
/** How long a collector may take, and how long the last lines may. Milliseconds. */
const PATIENCE = 10_000;
const LAST_PATIENCE = 3000;
/** After a failure we come back after a second, then after twice as long each time, up to this. Milliseconds. */
const LONGEST_REST = 60_000;

/** The address of a collector out of a setting, its user and password as basic authentication. Undefined when it is none. */
export function logCollector(text: string): LogCollector | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return {
    url: url.href,
    ...(user !== ':' && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
  };
}

/**
 * Sends lines to a collector by OTLP (opentelemetry.io, logs over HTTP with JSON), each until the collector has said that it
 * has it. `say` is told when a collector stops answering, once until it answers again.
 */
export function forwardLog(collector: LogCollector, say: (error: Error) => void): LogForwarding {
  const waiting: string[] = [];
  let size = 0;
  /** Lines that nobody has and nobody was told of. */
  let lost = 0;
  const stopping = new AbortController();

  const drop = (count: number): void => {
    for (const line of waiting.splice(0, count)) size -= line.length;
  };
  const take = (line: string): void => {
    waiting.push(line);
    size += line.length;
    while (size > MOST_WAITING) {
      size -= waiting.shift()!.length;
      lost++;
    }
  };

  /** Whether the collector is known not to take what it is sent: told once, until it does. */
  let troubled = false;
  const tell = (error: Error): void => {
    if (!troubled) say(error);
    troubled = true;
  };

  /** Sends one batch. What the collector refuses for itself (400, 413) is given up, so that the next has a way. */
  const sendSome = async (signal: AbortSignal): Promise<void> => {
    const lines = waiting.slice(0, BATCH);
    const lostBefore = lost;
    const records = lines.map(logRecord);
    if (lostBefore > 0) records.unshift(lossRecord(lostBefore));
    const status = await post(collector, records, signal);
    const refused = status === 400 || status === 413;
    if (status >= 300 && !refused) throw new Error(`the collector of logs answers ${status}`);
    // Lines that went meanwhile for want of room were the first of these.
    const lostMeanwhile = lost - lostBefore;
    drop(Math.max(0, lines.length - lostMeanwhile));
    if (refused) {
      lost = lostBefore + Math.max(lostMeanwhile, lines.length);
      tell(new Error(`the collector of logs refuses ${lines.length} lines with ${status}`));
    } else {
      lost = Math.max(0, lostMeanwhile - lines.length);
      troubled = false;
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const rest = failures === 0 ? GATHER : Math.min(LONGEST_REST, 1000 * 2 ** (failures - 1));
      await sleep(rest, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      try {
        while (waiting.length > 0 && !stopping.signal.aborted) {
          await sendSome(AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE)]));
          failures = 0;
        }
      } catch (error) {
        failures++;
        if (!stopping.signal.aborted) tell(error as Error);
      }
    }
  };
  const running = run();

  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
    const signal = AbortSignal.timeout(LAST_PATIENCE);
    try {
      while (waiting.length > 0) await sendSome(signal);
    } catch {
      // Standard error has them.
    }
  };
  return { take, stop };
}

/** Posts records; the status of the answer. */
async function post({ url, authorization }: LogCollector, logRecords: LogRecord[], signal: AbortSignal) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({
      resourceLogs: [{ resource: { attributes: [attribute('service.name', 'qunluo')] }, scopeLogs: [{ logRecords }] }],
    }),
    redirect: 'error',
    signal,
  });
  await response.arrayBuffer();
  return response.status;
}

type AnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: Attribute[] } };
type Attribute = { key: string; value: AnyValue };
type LogRecord = {
  timeUnixNano: string;
  severityNumber: number;
  severityText: string;
  body: AnyValue;
  attributes: Attribute[];
};

/** Names of the logger's levels, and the first number of each in OpenTelemetry's scale. */
const SEVERITIES: Record<number, [name: string, number: number]> = {
  10: ['TRACE', 1],
  20: ['DEBUG', 5],
  30: ['INFO', 9],
  40: ['WARN', 13],
  50: ['ERROR', 17],
  60: ['FATAL', 21],
};

/** A line of the logger as OpenTelemetry has it: time, severity, message; all other fields are attributes. */
export function logRecord(line: string): LogRecord {
  const { time, level, msg, ...fields } = JSON.parse(line) as { time: number; level: number; msg?: string };
  const [severityText, severityNumber] = SEVERITIES[level] ?? SEVERITIES[30]!;
  return {
    timeUnixNano: `${time}000000`,
    severityNumber,
    severityText,
    body: { stringValue: msg ?? '' },
    attributes: attributesOf(fields),
  };
}

const lossRecord = (count: number): LogRecord =>
  logRecord(JSON.stringify({ time: Date.now(), level: 40, msg: 'lines of the log were not passed on', lines: count }));

const attribute = (key: string, value: unknown): Attribute => ({ key, value: anyValue(value) });
const attributesOf = (fields: object): Attribute[] =>
  Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => attribute(key, value));

function anyValue(value: unknown): AnyValue {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'object' && value !== null) return { kvlistValue: { values: attributesOf(value) } };
  return { stringValue: String(value) };
}
