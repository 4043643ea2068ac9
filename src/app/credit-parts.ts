import { type CreditParts, refuseSanctioned } from '#modules/credit/index.ts';
import { entranceAddress, type MayAct } from '#modules/member-access/index.ts';
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

/** What other modules ask before a member earns or uses something. */
export const mayAct =
  ({ clock }: Pick<Services, 'clock'>): MayAct =>
  (tx, memberId) =>
    refuseSanctioned(tx, memberId, new Date(clock.now()));
