import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryPlay, PlaysReply } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { libraryQuery, resetPlay, savePlay } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { PlayDialog } from './play-dialog.tsx';
import { PlaySteps } from './play-steps.tsx';
import { useAccept, useFreshPlays, useSaid } from './use-plays.ts';

const FILTERS = ['all', 'construction', 'development', 'maturity', 'decline', 'own'] as const;
type Filter = (typeof FILTERS)[number];

/** Every play, to accept, to change, to switch off; and plays of one's own. */
export function LibraryTab({ plays }: { plays: PlaysReply }) {
  const { t } = useTranslation();
  const words = useWords();
  const community = useCommunity();
  const mayManage = useRight('plays.manage');
  const { data, error, refetch } = useQuery(libraryQuery(community.id));
  const [filter, setFilter] = useState<Filter>('all');
  const [editing, setEditing] = useState<LibraryPlay | 'new'>();
  const underWay = new Set(plays.runs.map(({ playId }) => playId));
  if (error || !data)
    return (
      <section className="q-panel">
        {error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={8} height={22} />
        )}
      </section>
    );
  const shown = data.plays.filter(({ own, situation }) =>
    filter === 'all' ? true : filter === 'own' ? own : situation.stages.includes(filter),
  );
  return (
    <div className="q-play-column">
      <div className="q-play-tools">
        <Segmented
          aria-label={t('playbook.stageFilter')}
          value={filter}
          options={FILTERS.map((value) => ({
            value,
            label: value === 'all' ? t('playbook.all') : value === 'own' ? t('playbook.ownPlays') : words.stage(value),
          }))}
          onChange={setFilter}
        />
        {mayManage ? (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('playbook.write')}
          </Button>
        ) : null}
      </div>
      {shown.map((play) => (
        <PlayPanel
          key={play.id}
          play={play}
          underWay={underWay.has(play.id)}
          onEdit={mayManage ? () => setEditing(play) : undefined}
        />
      ))}
      {editing ? (
        <PlayDialog play={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      ) : null}
    </div>
  );
}

function PlayPanel(props: { play: LibraryPlay; underWay: boolean; onEdit: (() => void) | undefined }) {
  const { play, underWay, onEdit } = props;
  const { t } = useTranslation();
  const words = useWords();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const navigate = useNavigate({ from: '/c/$community/plays' });
  const accept = useAccept(() => void navigate({ search: { tab: 'tasks' } }));
  const text = said(play.words);
  const turn = useMutation({
    mutationFn: () =>
      savePlay(community.id, play.id, {
        off: !play.off,
        ...((play.changed || play.own) && {
          words: text,
          situation: play.situation,
          metric: play.metric,
          reviewWeeks: play.reviewWeeks,
        }),
      }),
    onSuccess: fresh,
  });
  const reset = useMutation({ mutationFn: () => resetPlay(community.id, play.id), onSuccess: fresh });
  return (
    <Panel
      title={
        <>
          {text.name} {play.own ? <Tag>{t('playbook.own')}</Tag> : null}
          {play.changed ? <Tag>{t('playbook.changed')}</Tag> : null}
          {play.off ? <Tag color="warning">{t('playbook.off')}</Tag> : null}
        </>
      }
      aside={play.situation.stages.map((stage) => words.stage(stage)).join(' · ')}
    >
      <PlaySteps steps={text.steps} how={text.how} effect={text.effect} />
      <div className="q-play-actions">
        {onEdit ? (
          <>
            <Button disabled={underWay} loading={accept.isPending} onClick={() => accept.mutate(play.id)}>
              {t('playbook.accept')}
            </Button>
            <Button type="text" onClick={onEdit}>
              {t('playbook.edit')}
            </Button>
            <Button type="text" loading={turn.isPending} onClick={() => turn.mutate()}>
              {t(play.off ? 'playbook.turnOn' : 'playbook.turnOff')}
            </Button>
            {play.own || play.changed ? (
              <Button type="text" loading={reset.isPending} onClick={() => reset.mutate()}>
                {t(play.own ? 'playbook.remove' : 'playbook.reset')}
              </Button>
            ) : null}
          </>
        ) : null}
        <span className="q-faint q-small">{t('playbook.metric', { metric: words.metric(play.metric) })}</span>
      </div>
      <ErrorNotice error={accept.error ?? turn.error ?? reset.error} />
    </Panel>
  );
}
