import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CreditTask } from '../../../../../src/modules/credit/contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { settleTask, tasksQuery } from '../../api/credit.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ActReason } from './act-reason.tsx';
import { CreditFrame } from './credit-frame.tsx';
import { useCreditChange } from './use-credit-change.ts';

/** What of sanctions a person has to do: no platform can, or one would not. */
export function TasksPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { done = false } = useSearch({ from: '/app/c/$community/credit/tasks' });
  const navigate = useNavigate({ from: '/c/$community/credit/tasks' });
  const asked = useQuery(tasksQuery(community.id, done));
  usePageTitle(t('credit.tabs.tasks'), community.name);
  return (
    <CreditFrame>
      <section className="q-panel">
        <div className="q-credit-bar">
          <Segmented
            aria-label={t('credit.tabs.tasks')}
            value={done ? 'done' : 'open'}
            onChange={(value) => void navigate({ search: value === 'done' ? { done: true } : {}, replace: true })}
            options={(['open', 'done'] as const).map((value) => ({ value, label: t(`credit.tasks.${value}`) }))}
          />
        </div>
        <Loaded of={asked} rows={6}>
          {(reply) =>
            reply.tasks.length === 0 ? (
              <EmptyState title={t(done ? 'credit.tasks.noneDone' : 'credit.tasks.none')} art="file">
                {t('credit.tasks.noneDetail')}
              </EmptyState>
            ) : (
              <ul className="q-credit-list">
                {reply.tasks.map((task) => (
                  <TaskLine key={task.id} task={task} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </CreditFrame>
  );
}

function TaskLine({ task }: { task: CreditTask }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const settle = useCreditChange((communityId, outcome: 'done' | 'dropped' | 'again') =>
    settleTask(communityId, task.id, outcome),
  );
  const open = task.state === 'task' || task.state === 'queued';
  const groups = task.groups.map(({ name }) => name).filter(Boolean);
  return (
    <li>
      <header>
        <span className={`q-pill ${open ? 'q-credit-warned' : ''}`}>{t(`credit.tasks.kinds.${task.kind}`)}</span>
        <Link
          to="/c/$community/members/$member"
          params={{ community: community.key, member: task.member.id }}
          hash="credit"
        >
          {task.member.name || task.account}
        </Link>
        <span className="q-faint">
          {task.account === task.member.name ? '' : `${task.account} · `}
          {task.platform}
        </span>
      </header>
      <p>
        {groups.length > 0 ? groups.join(t('credit.comma')) : t('credit.tasks.everywhere')}
        {task.until && task.kind === 'mute'
          ? ` · ${t('credit.until', { when: format.instant(task.until, community.zone) })}`
          : ''}
      </p>
      <p className="q-faint">
        {t('credit.tasks.because', { rule: task.rule, when: format.relative(task.createdAt) })} <ActReason act={task} />
      </p>
      <ErrorNotice error={settle.error} />
      {open && mayManage ? (
        <span className="q-credit-buttons">
          <Button size="small" type="primary" loading={settle.isPending} onClick={() => settle.mutate('done')}>
            {t('credit.tasks.did')}
          </Button>
          {task.code === 'no_connection' || task.code === 'by_hand' || task.code === 'connection_gone' ? null : (
            <Button size="small" onClick={() => settle.mutate('again')}>
              {t('credit.tasks.again')}
            </Button>
          )}
          <Button size="small" onClick={() => settle.mutate('dropped')}>
            {t('credit.tasks.drop')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
