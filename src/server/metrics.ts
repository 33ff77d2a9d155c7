import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of one process (P.17): requests by route template, never by address. */
export interface Metrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  text(): Promise<string>;
  readonly contentType: string;
}
export interface PoolFigures {
  readonly name: string;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export function openMetrics(pools: () => readonly PoolFigures[] = () => [], process = false): Metrics {
  const registry = new Registry();
  if (process) collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'qiantai_http_request_duration_seconds',
    help: 'Duration of requests by route template',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const requests = new Counter({
    name: 'qiantai_http_requests_total',
    help: 'Requests by route template and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const connections = new Gauge({
    name: 'qiantai_database_connections',
    help: 'Connections of the pools',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const pool of pools()) {
        this.set({ pool: pool.name, state: 'total' }, pool.total);
        this.set({ pool: pool.name, state: 'idle' }, pool.idle);
        this.set({ pool: pool.name, state: 'waiting' }, pool.waiting);
      }
    },
  });
  void connections;
  return {
    observe: (method, route, status, seconds) => {
      duration.observe({ method, route }, seconds);
      requests.inc({ method, route, status: String(status) });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
