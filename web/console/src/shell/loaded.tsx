import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../ui/states.tsx';
import { describeError } from './describe-error.ts';

/**
 * What was asked for, once it is there, and for as long as it is, should asking again fail; shapes until then, and why not
 * when it does not come. `panel`: where what is shown brings its own panels, these stand in one, too.
 */
export function Loaded<T>(props: {
  of: { data: T | undefined; error: unknown; refetch: () => unknown };
  rows?: number;
  height?: number;
  panel?: boolean;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = props.of;
  if (data !== undefined) return props.children(data);
  const instead = error ? (
    <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
  ) : (
    <Skeleton rows={props.rows ?? 5} height={props.height ?? 24} />
  );
  return props.panel ? <section className="q-panel">{instead}</section> : instead;
}
