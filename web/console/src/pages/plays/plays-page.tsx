import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlaysReply } from '../../../../../src/modules/playbooks/library.contract.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { playsQuery } from '../../api/plays.ts';
import { meQuery } from '../../api/session.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ChecklistView } from './checklist-view.tsx';
import { LibraryView } from './library-view.tsx';
import { PastView } from './past-view.tsx';
import { PLAY_VIEWS, type PlaysSearch, type PlayView } from './plays-search.ts';
import { ProposalsView } from './proposals-view.tsx';
import { TasksView } from './tasks-view.tsx';
import './plays.css';

/** Plays: what to do this week, the tasks it became, the library, the stages' checklists, and what was done. */
export function PlaysPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/plays' });
  const navigate = useNavigate({ from: '/c/$community/plays' });
  const { data, error, refetch } = useQuery(playsQuery(community.id));
  usePageTitle(t('playbook.title'), community.name);
  const view = search.tab ?? 'now';
  const onSearch = (change: Partial<PlaysSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="q-plays-page">
      <div className="q-page-head">
        <div>
          <h1>{t('playbook.title')}</h1>
          <p>{data ? <Answer data={data} /> : t('playbook.lead')}</p>
        </div>
      </div>
      <div className="q-plays-views">
        <Segmented
          aria-label={t('playbook.view.label')}
          value={view}
          options={PLAY_VIEWS.map((value) => ({ value, label: t(`playbook.view.${value}`) }))}
          onChange={(value: PlayView) =>
            void navigate({ search: value === 'now' ? {} : { tab: value }, replace: true })
          }
        />
      </div>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={8} height={20} />
        </section>
      ) : (
        <View view={view} data={data} search={search} onSearch={onSearch} />
      )}
    </div>
  );
}

function Answer({ data }: { data: PlaysReply }) {
  const { t } = useTranslation();
  const words = useWords();
  return t('playbook.answer', {
    stage: words.stage(data.stage),
    proposals: data.proposals.length,
    runs: data.runs.length,
    tasks: data.runs.flatMap(({ tasks }) => tasks).filter(({ done }) => !done).length,
  });
}

interface ViewProps {
  view: PlayView;
  data: PlaysReply;
  search: PlaysSearch;
  onSearch: (change: Partial<PlaysSearch>) => void;
}

function View({ view, data, search, onSearch }: ViewProps) {
  const mayManage = useRight('plays.manage');
  const { data: me } = useQuery(meQuery);
  switch (view) {
    case 'tasks':
      return (
        <TasksView
          data={data}
          mayManage={mayManage}
          me={me?.operator?.id}
          mine={search.whose === 'mine'}
          onWhose={(mine) => onSearch({ whose: mine ? 'mine' : undefined })}
        />
      );
    case 'library':
      return (
        <LibraryView
          search={search}
          onSearch={onSearch}
          underWay={new Set(data.runs.map(({ playId }) => playId))}
          mayManage={mayManage}
        />
      );
    case 'checklist':
      return <ChecklistView data={data} mayManage={mayManage} />;
    case 'past':
      return <PastView />;
    default:
      return <ProposalsView data={data} mayManage={mayManage} />;
  }
}
