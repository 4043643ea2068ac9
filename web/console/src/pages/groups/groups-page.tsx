import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** The groups of the community over all platforms; each opens its members. */
export function GroupsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(groupsQuery(community.id));
  usePageTitle(t('nav.groups'), community.name);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.groups')}</h1>
          <p>{t('groups.lead')}</p>
        </div>
      </div>
      <section className="q-panel">
        {error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={5} height={22} />
        ) : data.length === 0 ? (
          <EmptyState
            title={t('groups.empty.title')}
            action={
              <Link to="/c/$community/imports" params={{ community: community.key }}>
                <Button type="primary" tabIndex={-1}>
                  {t('overview.empty.import')}
                </Button>
              </Link>
            }
          >
            {t('groups.empty.detail')}
          </EmptyState>
        ) : (
          <div className="q-table-scroll">
            <table className="q-table q-table-start">
              <thead>
                <tr>
                  <th scope="col">{t('groups.name')}</th>
                  <th scope="col">{t('groups.platform')}</th>
                  <th scope="col">{t('groups.purpose')}</th>
                  <th scope="col">{t('groups.externalId')}</th>
                </tr>
              </thead>
              <tbody>
                {data.map((group) => (
                  <tr key={group.id}>
                    <th scope="row">
                      <Link
                        to="/c/$community/members"
                        params={{ community: community.key }}
                        search={{ group: group.id }}
                      >
                        {group.name || t('group.none')}
                      </Link>
                    </th>
                    <td>{t(`platform.${group.platform}`, { defaultValue: group.platform })}</td>
                    <td>{group.purpose ? t(`groups.purposes.${group.purpose}`) : '—'}</td>
                    <td className="q-faint">{group.externalId || '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}
