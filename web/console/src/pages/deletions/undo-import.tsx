import { UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { undoImport, undoPreviewQuery } from '../../api/deletions.ts';
import { importQuery, type Import } from '../../api/imports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useRight } from '../../shell/use-right.ts';
import { Count } from './erase-panel.tsx';
import './deletions.css';

const LOOK_EVERY = 1500;

/** Taking an import back: the button with what it would do, how far it is, what it did. */
export function UndoImport({ item, zone }: { item: Import; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const may = useRight('imports.manage');
  const [open, setOpen] = useState(false);
  const undoing = item.status === 'undoing';
  useEffect(() => {
    if (!undoing) return undefined;
    const timer = setInterval(() => void client.invalidateQueries(importQuery(item.communityId, item.id)), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [client, item.communityId, item.id, undoing]);
  if (undoing) return <Notice kind="info" title={t('undo.running')} />;
  if (item.status === 'undone')
    return (
      <Notice
        kind="info"
        title={t('undo.done', {
          when: item.undoneAt ? format.instant(item.undoneAt, zone) : '',
          shown: format.exact(item.undone?.events ?? 0),
          kept: format.exact(item.undone?.kept ?? 0),
        })}
      />
    );
  if (!may || item.startedAt === null || !['done', 'failed', 'cancelled'].includes(item.status)) return null;
  return (
    <>
      <Button size="large" icon={<UndoOutlined />} onClick={() => setOpen(true)}>
        {t('undo.open')}
      </Button>
      {open ? <UndoDialog item={item} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function UndoDialog({ item, onClose }: { item: Import; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { data, error } = useQuery(undoPreviewQuery(item.communityId, item.id));
  const undo = useMutation({
    mutationFn: () => undoImport(item.communityId, item.id),
    onSuccess: (changed) => {
      client.setQueryData(importQuery(item.communityId, item.id).queryKey, changed);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('undo.dialog', { file: item.fileName })}
      onCancel={onClose}
      okText={data ? t('undo.button', { count: data.events, shown: format.exact(data.events) }) : t('undo.open')}
      cancelText={t('form.cancel')}
      okButtonProps={{ danger: true, disabled: !data, loading: undo.isPending }}
      onOk={() => undo.mutate()}
    >
      <div className="q-form q-dialog">
        <p>{t('undo.lead')}</p>
        <ErrorNotice error={error ?? undo.error} />
        {data ? (
          <dl className="q-deletion-counts">
            <Count label={t('undo.gone')} value={format.exact(data.events)} />
            <Count label={t('undo.kept')} value={format.exact(data.kept)} />
            {data.restored > 0 ? <Count label={t('undo.restored')} value={format.exact(data.restored)} /> : null}
          </dl>
        ) : error ? null : (
          <Skeleton rows={3} height={22} />
        )}
      </div>
    </Modal>
  );
}
