import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { Icon, type IconName } from './icon.tsx';
import { Button } from './parts.tsx';

/** Grey shapes in the place of what is coming, so that nothing jumps. */
export function Skeleton({ rows = 3, height = 20 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className="q-skeleton" role="status" aria-label={t('shell.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ height, width: `${[100, 86, 94, 72, 90][row % 5]}%` }} />
      ))}
    </div>
  );
}

/** Nothing here yet: what would be here, and how it comes about. */
export const Empty = ({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) => (
  <div className="m-empty">
    <Icon name={icon} size={40} />
    <p className="m-empty-title">{title}</p>
    {children ? <div>{children}</div> : null}
  </div>
);

/** What a failure means to a member: the words of its code (`problem.<code>` of the catalogues), else of its kind. */
export function describeFailure(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('problem.other');
  const own = t(`problem.${error.code}`, { defaultValue: '' });
  if (own !== '') return own;
  if (error.status === 429) return t('problem.too_many_requests');
  if (error.status === 404) return t('problem.not_found');
  return error.status >= 500 ? t('problem.server') : t('problem.other');
}

/** Why something did not work, where it did not; with `onRetry`, a way to ask again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <div className="m-failure" role="alert">
      <Icon name="alert" />
      <div>
        <p>{describeFailure(error, t)}</p>
        {onRetry ? (
          <Button kind="quiet" onClick={onRetry}>
            {t('shell.retry')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** What was asked for, once it is there; shapes until then, and why not when it does not come. */
export function Answer<T>(props: {
  of: { data: T | undefined; error: unknown; refetch: () => unknown };
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { data, error, refetch } = props.of;
  if (data !== undefined) return props.children(data);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={props.rows} />;
}
