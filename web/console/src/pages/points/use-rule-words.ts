import { useTranslation } from 'react-i18next';
import type { PointRule } from '../../../../../src/modules/points/rules.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** A rule in one sentence: what earns, under which conditions, how much, up to what. */
export function useRuleWords(): (rule: PointRule) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, conditions, points, growth, caps, bonuses }) =>
    [
      t('points.rules.says', { what: t(`points.rules.events.${kind}`), points: format.exact(points) }),
      growth > 0 && t('points.rules.saysGrowth', { growth: format.exact(growth) }),
      conditions.groupIds.length > 0 && t('points.rules.saysGroups', { count: conditions.groupIds.length }),
      conditions.segmentId !== null && t('points.rules.saysSegment'),
      conditions.minLength > 0 && t('points.rules.saysLength', { count: conditions.minLength }),
      conditions.notRepeated && t('points.rules.saysRepeat'),
      conditions.reactions > 0 && t('points.rules.saysReactions', { count: conditions.reactions }),
      caps.perDay !== null && t('points.rules.saysDay', { count: caps.perDay }),
      caps.perWeek !== null && t('points.rules.saysWeek', { count: caps.perWeek }),
      caps.perMember !== null && t('points.rules.saysMember', { count: caps.perMember }),
      bonuses.first > 0 && t('points.rules.saysFirst', { points: format.exact(bonuses.first) }),
      ...bonuses.streaks.map((one) =>
        t('points.rules.saysStreak', { days: one.days, points: format.exact(one.points) }),
      ),
      bonuses.windows.length > 0 && t('points.rules.saysWindows', { count: bonuses.windows.length }),
    ]
      .filter(Boolean)
      .join(t('points.rules.joint'));
}
