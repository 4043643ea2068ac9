import { useTranslation } from 'react-i18next';
import type { ShopReward } from '../../../../../src/modules/rewards/member.contract.ts';
import { useFormat, useOwn } from '../../../../ui/use-format.ts';

type Currency = { zh: string; en: string };

/** How amounts, limits and reasons of the shop are said in the language on show. */
export function useShopWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useOwn();
  const amount = (points: number, currency: Currency) =>
    points === 0
      ? t('rewards.free')
      : t('rewards.amount', { points: format.exact(points), currency: own(currency.zh, currency.en) });
  const levelName = ({ level }: ShopReward) => (level ? own(level.name, level.nameEn) || t('rewards.someLevel') : '');
  return {
    t,
    format,
    own,
    amount,
    levelName,
    /** Why it cannot be had now, in a line; undefined where it can. */
    refusal: (reward: ShopReward, zone: string): string | undefined =>
      reward.refusal === null
        ? undefined
        : t(`rewards.refusals.${reward.refusal}`, {
            when: reward.opensAt ? format.instant(reward.opensAt, zone) : '',
            level: levelName(reward),
          }),
    limit: ({ limit }: ShopReward): string | undefined =>
      limit ? t(`rewards.limits.${limit.period}`, { count: limit.count }) : undefined,
  };
}
