import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormatId, ReadOptions } from '../../../../../src/connectors/contract.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { cancelImport, importQuery, importsQuery, previewImport, startImport, type Import } from '../../api/imports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { ImportChoices } from './import-choices.tsx';
import { firstOptions, missingChoices } from './import-options.ts';
import { PreviewPanel } from './preview-panel.tsx';

const PAUSE = 500;

/** What the file is and what would be taken; the choices it leaves open; then start. */
export function CheckStep({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const keep = (next: Import) => client.setQueryData(importQuery(community.id, item.id).queryKey, next);
  const [format, setFormat] = useState<FormatId>(item.format);
  const [options, setOptions] = useState<ReadOptions>(() => item.options ?? firstOptions(item.preview, community.zone));
  const [source, setSource] = useState<string>();
  const again = useMutation({
    mutationFn: (choices: { format: FormatId; options: ReadOptions }) => previewImport(community.id, item.id, choices),
    onSuccess: keep,
  });
  const start = useMutation({
    mutationFn: () => startImport(community.id, item.id, { format, options, sourceCommunity: source }),
    onSuccess: keep,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const choose = (nextFormat: FormatId, nextOptions: ReadOptions) => {
    setFormat(nextFormat);
    setOptions(nextOptions);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => again.mutate({ format: nextFormat, options: nextOptions }), PAUSE);
  };
  const missing = missingChoices(item.preview, options, source);
  return (
    <div className="q-import-check">
      <ErrorNotice error={start.error ?? again.error} />
      {item.preview ? (
        <PreviewPanel
          preview={item.preview}
          detection={item.detection}
          zone={options.timezone ?? community.zone}
          stale={again.isPending}
          format={format}
          onFormat={(next) => choose(next, {})}
        />
      ) : (
        <Notice title={t('imports.unreadable.title')}>{t('imports.unreadable.detail')}</Notice>
      )}
      {item.preview ? (
        <ImportChoices
          preview={item.preview}
          options={options}
          onChange={(next) => choose(format, next)}
          source={source}
          onSource={setSource}
        />
      ) : null}
      <div className="q-form-actions">
        <Button
          type="primary"
          size="large"
          loading={start.isPending}
          disabled={!item.preview || missing.length > 0 || again.isPending}
          onClick={() => start.mutate()}
          data-test="start-import"
        >
          {t('imports.start')}
        </Button>
        <Discard item={item} community={community} />
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

function Discard({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelImport(community.id, item.id),
    onSuccess: async () => {
      void client.invalidateQueries(importsQuery(community.id));
      await navigate({ to: '/c/$community/imports', params: { community: community.key } });
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <Button size="large" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {t('imports.discard')}
    </Button>
  );
}
