import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { describeError } from '../../shell/describe-error.ts';

/** What was asked for, once it is there; shapes until then, and why not when it does not come. */
export function Loaded<T>(props: {
  of: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = props.of;
  if (data !== undefined) return props.children(data);
  return (
    <section className="q-panel">
      {error ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={5} height={24} />
      )}
    </section>
  );
}
