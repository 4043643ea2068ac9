import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

const TOLD: ReadonlySet<string> = new Set([
  'already_booked',
  'not_enough',
  'outside_windows',
  'bookings_outside',
  'resource_archived',
  'budget_overlaps',
  'budget_in_use',
  'operation_in_use',
  'currency_in_use',
  'objective_closed',
]);

/** A refusal that the reader can do something about, in their words. */
export function GoalsError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || !TOLD.has(error.code)) return <ErrorNotice error={error} />;
  return <Notice title={t(`goals.refused.${error.code}.title`)}>{t(`goals.refused.${error.code}.detail`)}</Notice>;
}
