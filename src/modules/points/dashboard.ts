import { dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { readCurrency } from '#modules/goals/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { readBudgets } from './budget-store.ts';
import type { PointsDashboard } from './contract.ts';
import { readCauses, readDays, readFigures, readOutstanding, readTopEarners } from './points.read-model.ts';
import { readSettings } from './settings-store.ts';

const PERIOD = 28;
const LONGEST = 400;

/** What was issued and redeemed, what is outstanding and what it would cost, and who earns for what. BadInput */
export async function readDashboard(
  tx: Tx,
  { id: communityId, zone }: { id: string; zone: string },
  asked: { from?: string | undefined; to?: string | undefined },
  now: number,
): Promise<PointsDashboard> {
  const today = dayOf(now, zone);
  const last = (asked.to === undefined ? undefined : parseDay(asked.to)) ?? today + 1;
  const first = (asked.from === undefined ? undefined : parseDay(asked.from)) ?? last - PERIOD;
  if (first >= last || last - first > LONGEST)
    throw new BadInput('this is no period', [
      { where: '/query/from', what: `is not one to ${LONGEST} days before to` },
    ]);
  const [from, to] = [formatDay(first), formatDay(last)];
  const settings = await readSettings(tx, communityId);
  const outstanding = await readOutstanding(tx, communityId, new Date(now));
  const figures = await readFigures(tx, communityId, from, to);
  const earners = await readTopEarners(tx, communityId, from, to);
  const names = await memberNames(
    tx,
    earners.map(({ memberId }) => memberId),
  );
  const costOf = (points: number): number => Math.round((points * settings.costPer1000) / 1000);
  return {
    from,
    to,
    name: { zh: settings.name, en: settings.nameEn },
    figures,
    before: await readFigures(tx, communityId, formatDay(first - (last - first)), from),
    outstanding: { ...outstanding, cost: costOf(outstanding.points) },
    redeemedCost: costOf(figures.redeemed),
    currency: (await readCurrency(tx, communityId)).currency,
    budgets: await readBudgets(tx, communityId, formatDay(today - 180).slice(0, 7)),
    days: await readDays(tx, communityId, from, to),
    causes: await readCauses(tx, communityId, from, to),
    earners: earners.map(({ memberId, ...one }) => ({
      ...one,
      member: { id: memberId, name: names.get(memberId) ?? '' },
    })),
  };
}
