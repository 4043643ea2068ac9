import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, mondayOf, parseDay } from '../../../../../src/kernel/calendar.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Portrait } from '../../api/members.ts';

const WEEKS = 53;

const monthOf = (day: number): string => formatDay(day).slice(0, 7);

/** A year of activity: one cell a day, Monday on top, the latest week at the right. */
export function CalendarPanel({ portrait }: { portrait: Portrait }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = parseDay(portrait.asOf)!;
  const first = mondayOf(last) - 7 * (WEEKS - 1);
  const counts = useMemo(
    () => new Map(portrait.days.map(({ day, contributions }) => [day, contributions])),
    [portrait.days],
  );
  const most = Math.max(1, ...counts.values());
  const weeks = Array.from({ length: WEEKS }, (_, week) => first + 7 * week);
  const inYear = portrait.days.filter(({ day }) => day >= formatDay(first));
  const total = inYear.reduce((sum, { contributions }) => sum + contributions, 0);
  return (
    <Panel
      title={t('member.calendar')}
      aside={t('member.calendarSum', { days: format.exact(inYear.length), shown: format.exact(total) })}
    >
      <div
        className="q-table-scroll"
        tabIndex={0}
        role="img"
        aria-label={t('member.calendarLabel', { days: inYear.length, count: total })}
      >
        <div className="q-calendar">
          {weeks.map((monday, at) => {
            const starts =
              (at === 0 || monthOf(monday - 7) !== monthOf(monday)) && monthOf(monday + 14) === monthOf(monday);
            return (
              <div key={monday} className="q-calendar-week">
                <span className="q-calendar-month">
                  {starts && at < WEEKS - 2 ? format.month(formatDay(monday)) : ''}
                </span>
                {Array.from({ length: 7 }, (_, weekday) => {
                  const date = monday + weekday;
                  if (date > last) return <i key={weekday} className="q-calendar-none" />;
                  const key = formatDay(date);
                  const count = counts.get(key) ?? 0;
                  return (
                    <i
                      key={weekday}
                      style={
                        count ? ({ '--heat': 0.25 + 0.75 * Math.sqrt(count / most) } as React.CSSProperties) : undefined
                      }
                      className={count ? 'q-heat' : ''}
                      title={t('member.calendarCell', { day: format.day(key), count, shown: format.exact(count) })}
                    />
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </Panel>
  );
}
