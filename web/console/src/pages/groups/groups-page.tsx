import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type Group, groupActivityQuery, groupsQuery } from '../../api/communities.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { GroupDialog } from './group-dialog.tsx';
import { GroupTable } from './group-table.tsx';
import './groups.css';

/** The groups of the community: on every platform and in person; what each is for and what happens there. */
export function GroupsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const { archived = false } = useSearch({ from: '/app/c/$community/groups' });
  const { data, error, refetch } = useQuery(groupsQuery(community.id));
  const { data: activity } = useQuery(groupActivityQuery(community.id));
  const may = useRight('communities.manage');
  const [open, setOpen] = useState<Group | 'new'>();
  usePageTitle(t('nav.groups'), community.name);
  const hidden = data?.filter((group) => group.archivedAt !== null).length ?? 0;
  const shown = data?.filter((group) => archived || group.archivedAt === null);
  const add = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')} data-test="new-group">
      {t('groups.add')}
    </Button>
  ) : null;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.groups')}</h1>
          <p>{t('groups.lead')}</p>
        </div>
        {data?.length ? add : null}
      </div>
      <section className="q-panel">
        {error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data || !shown ? (
          <Skeleton rows={5} height={22} />
        ) : data.length === 0 ? (
          <EmptyState
            title={t('groups.empty.title')}
            action={
              <>
                {add}
                <Link to="/c/$community/imports" params={{ community: community.key }}>
                  <Button tabIndex={-1}>{t('overview.empty.import')}</Button>
                </Link>
              </>
            }
          >
            {t('groups.empty.detail')}
          </EmptyState>
        ) : (
          <GroupTable groups={shown} activity={activity} onEdit={may ? setOpen : undefined} />
        )}
        {hidden > 0 ? (
          <Checkbox
            className="q-show-archived"
            checked={archived}
            onChange={(event) =>
              void navigate({
                to: '/c/$community/groups',
                params: { community: community.key },
                search: event.target.checked ? { archived: true } : {},
                replace: true,
              })
            }
          >
            {t('groups.showArchived', { count: hidden })}
          </Checkbox>
        ) : null}
      </section>
      {open ? (
        <GroupDialog
          community={community}
          group={open === 'new' ? undefined : open}
          groups={data ?? []}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </>
  );
}
