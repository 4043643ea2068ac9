import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly registry: Registry;
  /** Records one answered request under its route id. */
  request(route: string, method: string, status: number, seconds: number): void;
  /** Registers a figure that is asked for at each scrape; NaN when it cannot be known. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
};

/** Figures of the process and of HTTP by route id, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'qunluo_http_request_seconds',
    help: 'time from the request to the end of its answer, by route id',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  return {
    registry,
    request(route, method, status, seconds) {
      durations.observe({ route, method, status: String(status) }, seconds);
    },
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          gauge.set(
            await Promise.resolve()
              .then(read)
              .catch(() => Number.NaN),
          );
        },
      });
    },
  };
}
