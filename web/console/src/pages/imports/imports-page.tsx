import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { importsQuery, type Import } from '../../api/imports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { DropFile } from './drop-file.tsx';
import { ImportTabs } from './import-tabs.tsx';
import { ImportStatus } from './import-status.tsx';
import './imports.css';

/** Bring history: drop a file, or see what was brought before. */
export function ImportsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const may = useRight('imports.manage');
  const { data, error, refetch } = useQuery(importsQuery(community.id));
  usePageTitle(t('nav.imports'), community.name);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('imports.title')}</h1>
          <p>{t('imports.lead')}</p>
        </div>
      </div>
      <ImportTabs community={community} />
      {may ? <DropFile community={community} /> : null}
      <section className="q-panel">
        <header className="q-panel-head">
          <h2>{t('imports.earlier')}</h2>
        </header>
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={4} height={22} />
        ) : data.length === 0 ? (
          <p className="q-soft">{t('imports.none')}</p>
        ) : (
          <ImportTable imports={data} communityKey={community.key} />
        )}
      </section>
    </>
  );
}

function ImportTable({ imports, communityKey }: { imports: readonly Import[]; communityKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            <th scope="col">{t('imports.status.title')}</th>
            <th scope="col">{t('imports.taken')}</th>
            <th scope="col">{t('imports.skipped')}</th>
            <th scope="col">{t('imports.when')}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <Link to="/c/$community/imports/$import" params={{ community: communityKey, import: item.id }}>
                  {item.fileName}
                </Link>{' '}
                <span className="q-faint q-small">{format.bytes(item.bytes)}</span>
              </th>
              <td>
                <ImportStatus status={item.status} />
              </td>
              <td>{format.exact(item.summary?.written)}</td>
              <td>{format.exact(item.summary?.skipped.reduce((sum, { count }) => sum + count, 0))}</td>
              <td title={format.instant(item.createdAt)}>{format.relative(item.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
