import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { importQuery, type Import } from '../../api/imports.ts';
import { ApiError } from '../../api/problem.ts';
import { describeError } from '../../shell/describe-error.ts';
import { NotFoundPage } from '../../shell/error-pages.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { CheckStep } from './check-step.tsx';
import { ImportStatus } from './import-status.tsx';
import { ProgressStep } from './progress-step.tsx';
import { ResultStep } from './result-step.tsx';
import './imports.css';

const STEPS = ['choose', 'check', 'read', 'result'] as const;
const STEP_OF: Record<Import['status'], number> = {
  ready: 1,
  running: 2,
  done: 3,
  failed: 3,
  cancelled: 3,
  undoing: 3,
  undone: 3,
};

/** One import from what the file is to what came of it. */
export function ImportPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { import: id } = useParams({ from: '/app/c/$community/imports/$import' });
  const { data, error, refetch } = useQuery(importQuery(community.id, id));
  usePageTitle(data?.fileName, t('nav.imports'), community.name);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  // A sign-in sheet asks other things: which group met, and who the people are.
  if (data?.status === 'ready' && data.format === 'sign-in-sheet')
    return (
      <Navigate to="/c/$community/sign-in-sheets/$import" params={{ community: community.key, import: id }} replace />
    );
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  return (
    <>
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/imports" params={{ community: community.key }}>
          {t('nav.imports')}
        </Link>
        <span aria-hidden>/</span>
        <span>{data?.fileName ?? '…'}</span>
      </nav>
      {data ? (
        <>
          <div className="q-page-head">
            <div>
              <h1>{data.fileName}</h1>
              <p>
                {format.bytes(data.bytes)} · {t('imports.into', { name: community.name })}
              </p>
            </div>
            <ImportStatus status={data.status} />
          </div>
          <Steps at={STEP_OF[data.status]} />
          {data.status === 'ready' ? <CheckStep item={data} community={community} /> : null}
          {data.status === 'running' ? <ProgressStep item={data} community={community} /> : null}
          {STEP_OF[data.status] === 3 ? <ResultStep item={data} community={community} /> : null}
        </>
      ) : (
        <div className="q-panel">
          <Skeleton rows={8} height={24} />
        </div>
      )}
    </>
  );
}

function Steps({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <ol className="q-steps">
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'q-step-done' : index === at ? 'q-step-here' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <span>{index + 1}</span>
          {t(`imports.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
