import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { refusedQuery } from '../../api/refused.ts';

/** History by file, and live events that could not be taken. */
export function ImportTabs({ community }: { community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({ ...refusedQuery(community.id), retry: false });
  const params = { community: community.key };
  return (
    <nav className="q-tabs" aria-label={t('imports.title')}>
      <Link to="/c/$community/imports" params={params} activeOptions={{ exact: true }}>
        {t('refused.history')}
      </Link>
      <Link to="/c/$community/refused" params={params}>
        {t('refused.tab')}
        {data?.length ? <span className="q-count">{format.exact(data.length)}</span> : null}
      </Link>
    </nav>
  );
}
