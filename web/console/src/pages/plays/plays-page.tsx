import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { playsQuery } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ChecklistTab } from './checklist-tab.tsx';
import { LibraryTab } from './library-tab.tsx';
import { PastTab } from './past-tab.tsx';
import { PLAY_TABS, type PlayTab } from './play-tabs.ts';
import { ProposalsTab } from './proposals-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';
import './plays.css';

/** What to do now, what is under way, the library, the checklists of the stages. */
export function PlaysPage() {
  const { t } = useTranslation();
  const words = useWords();
  const community = useCommunity();
  const { tab = 'proposals' } = useSearch({ from: '/app/c/$community/plays' });
  const navigate = useNavigate({ from: '/c/$community/plays' });
  const { data, error, refetch } = useQuery(playsQuery(community.id));
  usePageTitle(t('playbook.title'), community.name);
  const open = data?.runs.flatMap(({ tasks }) => tasks.filter(({ done }) => !done)).length ?? 0;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('playbook.title')}</h1>
          <p>
            {data
              ? t('playbook.answer', { stage: words.stage(data.stage), proposals: data.proposals.length, open })
              : t('playbook.lead')}
          </p>
        </div>
      </div>
      <div className="q-play-tabs">
        <Segmented
          aria-label={t('playbook.title')}
          value={tab}
          options={PLAY_TABS.map((value) => ({ value, label: t(`playbook.tabs.${value}`) }))}
          onChange={(value: PlayTab) =>
            void navigate({ search: value === 'proposals' ? {} : { tab: value }, replace: true })
          }
        />
      </div>
      {error ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={8} height={22} />
        </section>
      ) : tab === 'tasks' ? (
        <TasksTab plays={data} />
      ) : tab === 'library' ? (
        <LibraryTab plays={data} />
      ) : tab === 'checklist' ? (
        <ChecklistTab plays={data} />
      ) : tab === 'past' ? (
        <PastTab />
      ) : (
        <ProposalsTab plays={data} />
      )}
    </>
  );
}
