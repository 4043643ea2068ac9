import { Button, Popconfirm } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackedObjective } from '../../../../../src/modules/goals/objectives.contract.ts';
import { Explain } from '../../../../ui/explain.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteObjective, reopenObjective } from '../../api/goals.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { lines } from '../overview/explanations.ts';
import { CourseChart } from './course-chart.tsx';
import { DriverLinks } from './driver-links.tsx';
import { ObjectiveHistory } from './objective-history.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { useObjectiveWords } from './value-words.ts';

type Props = {
  objective: TrackedObjective;
  /** The address points at it: it is brought into view with its history open. */
  named: boolean;
  mayManage: boolean;
  onEdit: () => void;
  onClose: () => void;
};

/** One objective: where it stands, its course, and why. */
export function ObjectiveLine({ objective, named, mayManage, onEdit, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useObjectiveWords();
  const { zone } = useCommunity();
  const [open, setOpen] = useState(named);
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    if (named) line.current?.scrollIntoView({ block: 'start' });
  }, [named]);
  const { standing, closed } = objective;
  const value = (number: number | null) => words.value(objective, number);
  const slots = { name: objective.name, from: value(objective.startValue), target: value(objective.target) };
  return (
    <article className={`q-objective ${named ? 'q-objective-named' : ''}`} ref={line}>
      <header>
        <span className={`q-pill q-goal-${closed ? 'closed' : standing.status}`}>
          {closed ? t(`goals.objective.outcomes.${closed.outcome}`) : t(`goals.objective.status.${standing.status}`)}
        </span>
        <h2>{objective.name}</h2>
        <ObjectiveWhy objective={objective} />
      </header>
      <div className="q-objective-body">
        <div className="q-objective-figures">
          <p className="q-soft q-goals-line">{words.measure(objective)}</p>
          <p className="q-objective-value">
            {value(standing.value)}
            <small>{t('goals.objective.fromTo', { from: slots.from, to: slots.target })}</small>
          </p>
          <ProgressBar objective={objective} />
          <Milestones objective={objective} />
          <p className="q-faint">
            {closed
              ? t('goals.objective.closedOn', {
                  day: format.day(format.instant(closed.at, zone).slice(0, 10)),
                  outcome: t(`goals.objective.outcomes.${closed.outcome}`),
                  value: value(closed.value),
                })
              : standing.daysLeft > 0
                ? t('goals.objective.dueIn', { day: format.day(objective.dueDay), count: standing.daysLeft })
                : t('goals.objective.dueOver', { day: format.day(objective.dueDay) })}
          </p>
          {objective.owner ? (
            <p className="q-faint">{t('goals.objective.ownedBy', { name: objective.owner.name ?? '—' })}</p>
          ) : null}
        </div>
        <div>
          <CourseChart
            objective={objective}
            label={t('goals.objective.chart', { ...slots, value: value(standing.value) })}
          />
          <CourseKey forecast={standing.forecast !== null} />
        </div>
        <ul className="q-lines q-objective-why">
          {standing.why.map((reason) => (
            <li key={reason.code} className="q-goals-line">
              {words.why(objective, reason)}
            </li>
          ))}
          {standing.reachedOn && standing.status !== 'reached' ? (
            <li>{t('goals.objective.reachedOn', { day: format.day(standing.reachedOn) })}</li>
          ) : null}
        </ul>
      </div>
      {objective.note || closed?.note ? (
        <p className="q-objective-note">{[objective.note, closed?.note].filter(Boolean).join(' · ')}</p>
      ) : null}
      <DriverLinks drivers={objective.drivers} />
      <footer>
        <Button type="text" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('goals.objective.history')}
        </Button>
        {mayManage ? <Actions objective={objective} onEdit={onEdit} onClose={onClose} /> : null}
      </footer>
      {open ? <ObjectiveHistory id={objective.id} /> : null}
    </article>
  );
}

function ObjectiveWhy({ objective }: { objective: TrackedObjective }) {
  const { t } = useTranslation();
  const words = useObjectiveWords();
  const meaning = words.meaning(objective);
  const measure = words.measure(objective);
  return (
    <Explain
      of={{
        title: t('goals.objective.how'),
        definition: [
          meaning
            ? t('goals.objective.meaning', {
                measure: measure.charAt(0).toLocaleUpperCase() + measure.slice(1),
                meaning,
              })
            : '',
          t('goals.objective.howDefinition'),
        ].join(''),
        thresholds: lines(t, 'goals.objective.howThresholds'),
      }}
    />
  );
}

function ProgressBar({ objective: { standing } }: { objective: TrackedObjective }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (standing.progress === null) return null;
  const within = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;
  const words = t('goals.objective.progress', {
    progress: format.share(standing.progress),
    elapsed: format.share(standing.elapsed),
  });
  return (
    <>
      <div className="q-goal-progress" role="img" aria-label={words}>
        <span style={{ width: within(standing.progress) }} />
        <i style={{ insetInlineStart: within(standing.elapsed) }} />
      </div>
      <p className="q-faint">{words}</p>
    </>
  );
}

function Milestones({ objective: { milestones } }: { objective: TrackedObjective }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (milestones.length === 0) return null;
  const list = milestones.map(({ percent, day, told }) =>
    t(told ? 'goals.objective.milestoneTold' : 'goals.objective.milestone', { percent, day: format.shortDay(day) }),
  );
  return <p className="q-faint">{t('goals.objective.milestones', { list: list.join(' · ') })}</p>;
}

function CourseKey({ forecast }: { forecast: boolean }) {
  const { t } = useTranslation();
  const keys = ['figure', 'pace', 'target', ...(forecast ? ['range'] : [])];
  return (
    <ul className="q-course-key">
      {keys.map((key) => (
        <li key={key}>
          <i className={`q-key-${key}`} />
          {t(`goals.objective.key.${key}`)}
        </li>
      ))}
    </ul>
  );
}

function Actions({ objective, onEdit, onClose }: Omit<Props, 'mayManage' | 'named'>) {
  const { t } = useTranslation();
  const remove = useGoalChange((communityId) => deleteObjective(communityId, objective.id));
  const reopen = useGoalChange((communityId) => reopenObjective(communityId, objective.id));
  return (
    <span className="q-goal-actions">
      {objective.closed ? (
        <Button type="text" size="small" loading={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
          {t('goals.objective.reopen')}
        </Button>
      ) : (
        <>
          <Button type="text" size="small" onClick={onEdit}>
            {t('goals.edit')}
          </Button>
          <Button type="text" size="small" onClick={onClose}>
            {t('goals.objective.close')}
          </Button>
        </>
      )}
      <Popconfirm
        title={t('goals.objective.removeTitle', { name: objective.name })}
        description={t('goals.objective.removeDetail')}
        okText={t('goals.remove')}
        cancelText={t('goals.cancel')}
        onConfirm={() => remove.mutate(undefined)}
      >
        <Button type="text" size="small" danger>
          {t('goals.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
}
