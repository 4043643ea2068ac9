import { useTranslation } from 'react-i18next';
import type { Act } from '../../../../../src/modules/credit/contract.ts';

/** Where something done to an account stands, and why: in our words where the code is ours, else in the platform's. */
export function ActReason({ act }: { act: Pick<Act, 'state' | 'code' | 'detail' | 'by'> }) {
  const { t } = useTranslation();
  const own = act.code === '' ? '' : t(`credit.codes.${act.code}`, { defaultValue: act.detail || act.code });
  return (
    <>
      {t(`credit.actStates.${act.state}`)}
      {own ? ` · ${own}` : ''}
      {act.by ? ` · ${act.by}` : ''}
    </>
  );
}
