import type { CreditParts } from '#modules/credit/index.ts';
import type { Services } from './services.ts';

/** What the credit licence works with. */
export const creditParts = (services: Pick<Services, 'database' | 'engine' | 'clock' | 'connectors'>): CreditParts => ({
  database: services.database,
  engine: services.engine,
  clock: services.clock,
  connectors: services.connectors,
});
