import { useTranslation } from 'react-i18next';
import { dayOf, formatDay } from '../../../../../src/kernel/calendar.ts';
import { Figure } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Overview } from '../../api/overview.ts';
import { useExplain } from './explanations.ts';
import { ordinaryDay } from './ordinary-day.ts';

/** The eight figures one asks for first, each against what is usual here. */
export function KeyFigures({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { report } = overview;
  const { members, activity, activation, responsiveness, concentration } = report;
  const explain = useExplain(report, overview.evaluatedAt);
  const exact = format.exact;
  const usual = ordinaryDay(activity.daily);
  const before = activity.daily.at(-29)?.mau;
  const unfinished = report.asOf >= formatDay(dayOf(Date.now(), report.timezone));
  const input = (key: string, value: string) => ({ label: t(`input.${key}`), value });
  return (
    <section className="q-panel q-figures" aria-label={t('overview.figures')}>
      <Figure
        label={t('figure.members.name')}
        value={format.count(members.total)}
        sub={t('overview.joinsLeaves', {
          joins: format.count(members.joins28),
          leaves: format.count(members.leaves28),
        })}
        explain={explain('members', [
          input('ever', exact(members.ever)),
          input('left', exact(members.left)),
          input('joins28', exact(members.joins28)),
          input('leaves28', exact(members.leaves28)),
        ])}
      />
      <Figure
        label={t('figure.mau.name')}
        value={format.count(activity.mau)}
        sub={
          before
            ? t('overview.against28', { change: format.change(activity.mau / before - 1) })
            : t('overview.noBefore')
        }
        explain={explain('mau', [
          input('mau', exact(activity.mau)),
          input('wau', exact(activity.wau)),
          input('mauBefore', exact(before)),
        ])}
      />
      <Figure
        label={t('figure.dau.name')}
        value={format.count(activity.dau)}
        sub={
          usual === null
            ? t('overview.noOrdinary')
            : t(unfinished ? 'overview.soFar' : 'overview.ordinary', { usual: format.decimal(usual, 0) })
        }
        explain={explain('dau', [input('dau', exact(activity.dau)), input('ordinary', format.decimal(usual, 1))])}
      />
      <Figure
        label={t('figure.stickiness.name')}
        value={format.share(activity.stickiness)}
        sub={
          activity.stickinessMedian === null
            ? t('overview.noMedian')
            : `${t('overview.ownMedian', { median: format.share(activity.stickinessMedian) })}${activity.stickinessUnsteady ? ` · ${t('overview.unsteady')}` : ''}`
        }
        explain={explain('stickiness', [
          input('mau', exact(activity.mau)),
          input('median', format.share(activity.stickinessMedian)),
          input('medianWeeks', exact(activity.stickinessWeeks)),
        ])}
      />
      <Figure
        label={t('figure.participation.name')}
        value={format.share(activity.participation)}
        sub={t('overview.contributions28', {
          count: activity.contributions28,
          shown: format.count(activity.contributions28),
        })}
        explain={explain('participation', [
          input('mau', exact(activity.mau)),
          input('members', exact(members.total)),
          input('contributions28', exact(activity.contributions28)),
        ])}
      />
      <Figure
        label={t('figure.activation.name')}
        value={format.share(activation.rate)}
        sub={t('overview.activated', {
          activated: format.count(activation.activated),
          joiners: format.count(activation.joiners),
        })}
        explain={explain('activation', [
          input('joiners', exact(activation.joiners)),
          input('activated', exact(activation.activated)),
        ])}
      />
      <Figure
        label={t('figure.responsiveness.name')}
        value={format.share(responsiveness.answered24h)}
        sub={
          responsiveness.medianMinutes === null
            ? t('overview.noAnswers')
            : t('overview.medianAnswer', { time: format.minutes(responsiveness.medianMinutes) })
        }
        explain={explain('responsiveness', [
          input('starts', exact(responsiveness.starts)),
          input('medianAnswer', format.minutes(responsiveness.medianMinutes)),
          input('newcomerStarts', exact(responsiveness.newcomers.starts)),
          input('newcomerAnswered', format.share(responsiveness.newcomers.answered24h)),
        ])}
      />
      <Figure
        label={t('figure.busFactor.name')}
        value={format.count(concentration.busFactor)}
        sub={t('overview.gini', { gini: format.decimal(concentration.gini, 2) })}
        explain={explain('busFactor', [
          input('activeMembers', exact(concentration.activeMembers)),
          input('gini', format.decimal(concentration.gini, 3)),
        ])}
      />
    </section>
  );
}
