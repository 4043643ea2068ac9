import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadOptions } from '../../../../../src/connectors/contract.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { cancelImport, importQuery, importsQuery, startImport, type Import } from '../../api/imports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { ImportChoices } from './import-choices.tsx';
import { firstOptions, missingChoices } from './import-options.ts';
import { PreviewPanel } from './preview-panel.tsx';

/** What the file is and what would be taken; the choices it leaves open; then start. */
export function CheckStep({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { preview, detection } = item;
  const [options, setOptions] = useState<ReadOptions>(() => firstOptions(preview, community.zone));
  const start = useMutation({
    mutationFn: () => startImport(community.id, item.id, options),
    onSuccess: (started) => client.setQueryData(importQuery(community.id, item.id).queryKey, started),
  });
  const cancel = useMutation({
    mutationFn: () => cancelImport(community.id, item.id),
    onSuccess: async () => {
      void client.invalidateQueries(importsQuery(community.id));
      await navigate({ to: '/c/$community/imports', params: { community: community.key } });
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const missing = missingChoices(preview, options);
  if (!preview) {
    return <Notice title={t('imports.unreadable.title')}>{t('imports.unreadable.detail')}</Notice>;
  }
  return (
    <div className="q-import-check">
      <ErrorNotice error={start.error} />
      <PreviewPanel preview={preview} detection={detection} zone={options.timezone ?? community.zone} />
      <ImportChoices preview={preview} options={options} onChange={setOptions} />
      <div className="q-form-actions">
        <Button
          type="primary"
          size="large"
          loading={start.isPending}
          disabled={missing.length > 0}
          onClick={() => start.mutate()}
          data-test="start-import"
        >
          {t('imports.start')}
        </Button>
        <Button size="large" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('imports.discard')}
        </Button>
        {missing.length ? (
          <p className="q-faint">
            {t('imports.missing', {
              what: missing.map((choice) => t(`imports.choice.${choice}`)).join(t('list.comma')),
            })}
          </p>
        ) : null}
      </div>
    </div>
  );
}
