import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Grey shapes in the place of what is coming, so that nothing jumps. */
export function Skeleton({ rows = 3, height = 14 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className="q-skeleton" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ height, width: `${[100, 86, 94, 72, 90][row % 5]}%` }} />
      ))}
    </div>
  );
}

/** Nothing here yet: what would be here, and the one thing to do about it. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  art?: 'people' | 'search' | 'file';
}) {
  return (
    <div className="q-empty">
      <EmptyArt kind={props.art ?? 'people'} />
      <h2>{props.title}</h2>
      {props.children ? <p>{props.children}</p> : null}
      {props.action ? <div className="q-empty-action">{props.action}</div> : null}
    </div>
  );
}

function EmptyArt({ kind }: { kind: 'people' | 'search' | 'file' }) {
  return (
    <svg width="96" height="64" viewBox="0 0 96 64" fill="none" aria-hidden>
      {kind === 'people' ? (
        <g stroke="var(--q-line-strong)" strokeWidth="2">
          <path d="M48 32 24 20M48 32l26-14M48 32 32 52M48 32l22 16" />
          <g fill="var(--q-surface)">
            <circle cx="48" cy="32" r="9" stroke="var(--q-accent)" />
            <circle cx="24" cy="20" r="5" />
            <circle cx="74" cy="18" r="4" />
            <circle cx="32" cy="52" r="4" />
            <circle cx="70" cy="48" r="6" />
          </g>
        </g>
      ) : kind === 'search' ? (
        <g stroke="var(--q-line-strong)" strokeWidth="2" strokeLinecap="round">
          <circle cx="44" cy="28" r="15" stroke="var(--q-accent)" />
          <path d="m55 39 13 13M18 52h22M18 44h14" />
        </g>
      ) : (
        <g stroke="var(--q-line-strong)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
          <path d="M30 6h24l14 14v38H30z" fill="var(--q-surface)" />
          <path d="M54 6v14h14" />
          <path d="M49 50V30m0 0-7 7m7-7 7 7" stroke="var(--q-accent)" />
        </g>
      )}
    </svg>
  );
}

/** Something failed: what happened, what is kept, what to do. */
export function ErrorState(props: {
  title: string;
  detail?: string;
  hint?: string;
  onRetry?: () => void;
  action?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="q-empty" role="alert">
      <svg width="64" height="64" viewBox="0 0 64 64" fill="none" aria-hidden>
        <path d="M32 10 56 52H8z" stroke="var(--q-warning)" strokeWidth="2.5" strokeLinejoin="round" />
        <path d="M32 26v13m0 6v.5" stroke="var(--q-warning)" strokeWidth="3" strokeLinecap="round" />
      </svg>
      <h2>{props.title}</h2>
      {props.detail ? <p>{props.detail}</p> : null}
      {props.hint ? <p className="q-faint">{props.hint}</p> : null}
      <div className="q-empty-action">
        {props.onRetry ? <Button onClick={props.onRetry}>{t('state.retry')}</Button> : null}
        {props.action}
      </div>
    </div>
  );
}
