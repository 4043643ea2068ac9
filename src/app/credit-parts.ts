import type { CreditParts } from '#modules/credit/index.ts';
import { entranceAddress } from '#modules/member-access/index.ts';
import type { Services } from './services.ts';

/** What the credit licence works with. */
export const creditParts = (
  services: Pick<Services, 'database' | 'engine' | 'clock' | 'connectors' | 'config'>,
): CreditParts => ({
  database: services.database,
  engine: services.engine,
  clock: services.clock,
  connectors: services.connectors,
  async creditPage(tx, community) {
    const { publicUrl } = services.config;
    return publicUrl === undefined ? undefined : `${await entranceAddress(tx, community, publicUrl)}credit`;
  },
});
