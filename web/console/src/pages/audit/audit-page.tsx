import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { auditCsvPath, auditQuery } from '../../api/audit.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import '../team/team.css';
import { AuditFilters } from './audit-filters.tsx';
import { AuditList } from './audit-list.tsx';
import type { AuditSearch } from './audit-search.ts';
import './audit.css';

/** Who changed what, when, and what it was before; filters are in the address. */
export function AuditPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/settings/audit' });
  const navigate = useNavigate();
  const choose = (part: AuditSearch) =>
    void navigate({ to: '/settings/audit', search: { ...search, ...part }, replace: true });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery(search));
  const entries = data?.pages.flatMap((page) => page.entries);
  const filtered = Object.values(search).some(Boolean);
  usePageTitle(t('nav.audit'), t('nav.settings'));
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.audit')}</h1>
          <p>{t('audit.lead')}</p>
        </div>
        <Button icon={<DownloadOutlined />} href={auditCsvPath(search)} download="audit.csv">
          {t('audit.export')}
        </Button>
      </div>
      <div className="q-stack">
        <AuditFilters search={search} onChoose={choose} />
        <section className="q-panel">
          {error ? (
            <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
          ) : !entries ? (
            <Skeleton rows={6} height={30} />
          ) : entries.length === 0 ? (
            <EmptyState title={t(filtered ? 'audit.none.title' : 'audit.empty.title')} art="search">
              {t(filtered ? 'audit.none.detail' : 'audit.empty.detail')}
            </EmptyState>
          ) : (
            <AuditList entries={entries} onSubject={(subjectId) => choose({ subjectId })} />
          )}
          {hasNextPage ? (
            <div className="q-audit-more">
              <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('audit.older')}
              </Button>
            </div>
          ) : null}
        </section>
      </div>
    </>
  );
}
