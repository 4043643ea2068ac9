import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/notice.tsx';
import { describeError } from './describe-error.ts';

/** A failed request in place, above the form that sent it. */
export function ErrorNotice({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { title, detail, hint } = describeError(error, t);
  return <Notice title={title}>{[detail, hint].filter(Boolean).join(' ')}</Notice>;
}
