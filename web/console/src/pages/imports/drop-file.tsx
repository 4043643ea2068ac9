import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { importQuery, importsQuery, uploadFile } from '../../api/imports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** The place to drop a file, or choose one; then on to what it is. */
export function DropFile({ community }: { community: Community }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(undefined);
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      setSent(0);
      return uploadFile(community.id, file, setSent, abort.current.signal);
    },
    onSuccess: async (made) => {
      client.setQueryData(importQuery(community.id, made.id).queryKey, made);
      void client.invalidateQueries(importsQuery(community.id));
      await navigate({ to: '/c/$community/imports/$import', params: { community: community.key, import: made.id } });
    },
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !upload.isPending) upload.mutate(file);
  };
  const stopped = upload.error instanceof DOMException;
  return (
    <>
      {upload.error && !stopped ? <ErrorNotice error={upload.error} /> : null}
      <div
        className={`q-drop ${over ? 'q-drop-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        {upload.isPending ? (
          <div className="q-drop-sending" role="status">
            <strong>{t('imports.sending', { name: upload.variables.name })}</strong>
            <Progress
              aria-label={t('imports.sending', { name: upload.variables.name })}
              percent={Math.round(sent * 100)}
              strokeColor="var(--q-accent)"
            />
            <p className="q-faint">{sent >= 1 ? t('imports.looking') : null}</p>
            <Button onClick={() => abort.current?.abort()}>{t('form.cancel')}</Button>
          </div>
        ) : (
          <>
            <InboxOutlined className="q-drop-icon" />
            <p>
              <strong>{t('imports.drop')}</strong>
            </p>
            <p className="q-faint">{t('imports.formats')}</p>
            <Button type="primary" onClick={() => input.current?.click()}>
              {t('imports.choose')}
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              data-test="file"
              onChange={(event) => take(event.target.files)}
              accept=".json,.jsonl,.ndjson,.gz,.zip,.txt,.csv,.tsv,.tar,.tgz"
            />
          </>
        )}
      </div>
    </>
  );
}
