import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../../ui/states.tsx';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { useRight } from '../../shell/use-right.ts';

/** A community without any event: the one thing to do is to bring its history. */
export function FirstImport({ community }: { community: Community }) {
  const { t, i18n } = useTranslation();
  const mayImport = useRight('imports.manage');
  return (
    <EmptyState
      art="file"
      title={t('overview.empty.title', { name: community.name })}
      action={
        mayImport ? (
          <>
            <Link to="/c/$community/imports" params={{ community: community.key }}>
              <Button type="primary" size="large" tabIndex={-1}>
                {t('overview.empty.import')}
              </Button>
            </Link>
            <Link to="/settings/tokens">
              <Button size="large" tabIndex={-1}>
                {t('overview.empty.live')}
              </Button>
            </Link>
            <a href={`/docs/${i18n.language}/import`} target="_blank" rel="noopener">
              {t('help.steps')}
            </a>
          </>
        ) : undefined
      }
    >
      {mayImport ? t('overview.empty.detail') : t('overview.empty.ask')}
    </EmptyState>
  );
}
