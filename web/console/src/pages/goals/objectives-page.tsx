import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  OBJECTIVE_STATUSES,
  type ObjectivesReply,
  type TrackedObjective,
} from '../../../../../src/modules/goals/objectives.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { objectivesQuery } from '../../api/goals.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { CloseDialog } from './close-dialog.tsx';
import { GoalsFrame } from './goals-frame.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { ObjectiveLine } from './objective-line.tsx';
import { useObjectiveWords } from './value-words.ts';

const WORST_FIRST = ['off_track', 'at_risk', 'missed', 'unknown', 'on_track', 'reached'] as const;

/** The sentence: how many stand how, and which to look at first. */
function useAnswer(data: ObjectivesReply | undefined): string {
  const { t, i18n } = useTranslation();
  const words = useObjectiveWords();
  if (!data) return t('goals.objective.lead');
  const open = data.objectives.filter(({ closed }) => closed === null);
  if (open.length === 0) return t(data.objectives.length > 0 ? 'goals.objective.noneOpen' : 'goals.objective.lead');
  const counts = OBJECTIVE_STATUSES.flatMap((status) => {
    const count = open.filter(({ standing }) => standing.status === status).length;
    return count > 0 ? [t(`goals.objective.ofStatus.${status}`, { count })] : [];
  });
  const list = new Intl.ListFormat(i18n.language, { style: 'narrow', type: 'conjunction' }).format(counts);
  const sentence = t('goals.objective.answer', { open: open.length, words: list });
  const first = WORST_FIRST.slice(0, 3)
    .map((status) => open.find(({ standing }) => standing.status === status))
    .find((one) => one !== undefined);
  if (!first) return sentence;
  const why = words.why(first, first.standing.why[0]!);
  return `${sentence} ${t('goals.objective.attention', { name: first.name, why })}`;
}

/** Objectives: each with where it stands against its pace, the course ahead, and why. */
export function ObjectivesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('goals.manage');
  const { closed = false, objective: named } = useSearch({ from: '/app/c/$community/goals' });
  const navigate = useNavigate({ from: '/c/$community/goals' });
  // The one that is pointed at is shown whether it is open or not.
  const asked = useQuery(objectivesQuery(community.id, closed || named !== undefined));
  const { data } = asked;
  const shown = data?.objectives.filter((one) => closed || one.closed === null || one.id === named) ?? [];
  const [edited, setEdited] = useState<TrackedObjective | 'new'>();
  const [closing, setClosing] = useState<TrackedObjective>();
  usePageTitle(t('goals.title'), community.name);
  const answer = useAnswer(data);
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('goals.objective.new')}
    </Button>
  ) : null;
  return (
    <GoalsFrame answer={answer} action={shown.length > 0 || closed ? add : null}>
      <Loaded of={asked} panel>
        {() =>
          shown.length === 0 && !closed ? (
            <section className="q-panel">
              <EmptyState title={t('goals.objective.none.title')} action={add}>
                {t(mayManage ? 'goals.objective.none.detail' : 'goals.objective.noneRight')}
              </EmptyState>
            </section>
          ) : (
            <div className="q-objectives">
              {shown.map((objective) => (
                <ObjectiveLine
                  key={objective.id}
                  objective={objective}
                  named={objective.id === named}
                  mayManage={mayManage}
                  onEdit={() => setEdited(objective)}
                  onClose={() => setClosing(objective)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <label className="q-goals-switch">
        <Switch
          size="small"
          checked={closed}
          onChange={(shown) =>
            void navigate({ search: (before) => ({ ...before, closed: shown || undefined }), replace: true })
          }
        />
        {t('goals.objective.showClosed')}
      </label>
      {edited && data ? (
        <ObjectiveDialog
          objective={edited === 'new' ? undefined : edited}
          today={data.today}
          operators={data.operators}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
      {closing ? <CloseDialog objective={closing} onClose={() => setClosing(undefined)} /> : null}
    </GoalsFrame>
  );
}
