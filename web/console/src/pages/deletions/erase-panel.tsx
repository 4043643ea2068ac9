import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Erasure, eraseMember, erasurePreviewQuery, erasureQuery, memberExportPath } from '../../api/deletions.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useRight } from '../../shell/use-right.ts';
import './deletions.css';

type Member = { communityId: string; memberId: string };

/** What the law asks of whoever keeps data of people: to hand it out, and to erase it. */
export function ErasePanel({ communityId, memberId }: Member) {
  const { t } = useTranslation();
  const mayErase = useRight('members.erase');
  const mayExport = useRight('members.export');
  const [open, setOpen] = useState(false);
  if (!mayErase && !mayExport) return null;
  return (
    <Panel title={t('erase.title')}>
      <div className="q-deletion-actions">
        {mayExport ? (
          <>
            <Button icon={<DownloadOutlined />} href={memberExportPath(communityId, memberId)} download>
              {t('erase.export')}
            </Button>
            <p className="q-faint q-small">{t('erase.exportHint')}</p>
          </>
        ) : null}
        {mayErase ? (
          <Button danger icon={<DeleteOutlined />} onClick={() => setOpen(true)}>
            {t('erase.open')}
          </Button>
        ) : null}
      </div>
      {open ? <EraseDialog communityId={communityId} memberId={memberId} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}

function EraseDialog({ communityId, memberId, onClose }: Member & { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const { data, error } = useQuery(erasurePreviewQuery(communityId, memberId));
  const erase = useMutation({ mutationFn: () => eraseMember(communityId, memberId, typed) });
  const under = erase.data ?? data?.pending ?? null;
  if (under) return <ErasureProgress communityId={communityId} erasureId={under.id} onClose={onClose} />;
  const name = data?.confirm ?? '…';
  return (
    <Modal
      open
      title={t('erase.dialog', { name })}
      onCancel={onClose}
      okText={t('erase.button')}
      cancelText={t('form.cancel')}
      okButtonProps={{ danger: true, disabled: !data || typed !== data.confirm, loading: erase.isPending }}
      onOk={() => erase.mutate()}
    >
      <div className="q-form q-dialog">
        <p>{t('erase.lead')}</p>
        <ErrorNotice error={error ?? erase.error} />
        {data ? (
          <>
            <dl className="q-deletion-counts">
              <Count label={t('erase.accounts')} value={format.exact(data.accounts.length)} />
              <Count label={t('erase.texts')} value={format.exact(data.texts)} />
              <Count label={t('erase.events')} value={format.exact(data.events)} />
              <Count label={t('erase.mentioned')} value={format.exact(data.mentioned)} />
              {data.uploads > 0 ? <Count label={t('erase.uploads')} value={format.exact(data.uploads)} /> : null}
            </dl>
            <Notice kind="info" title={t('erase.backups')} />
            <Field label={t('erase.confirm', { name })}>
              {(control) => (
                <Input
                  {...control}
                  name="confirm"
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : error ? null : (
          <Skeleton rows={5} height={22} />
        )}
      </div>
    </Modal>
  );
}

/** One figure of what a deletion would do. */
export function Count({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ErasureProgress(props: { communityId: string; erasureId: string; onClose: () => void }) {
  const { communityId, erasureId, onClose } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery(erasureQuery(communityId, erasureId));
  const done = data?.status === 'done';
  useEffect(() => {
    if (done)
      for (const key of ['members', 'overview', 'groups'])
        void client.invalidateQueries({ queryKey: [key, communityId] });
  }, [client, communityId, done]);
  return (
    <Modal open title={t('erase.pending')} onCancel={onClose} footer={null}>
      <div className="q-form q-dialog" aria-live="polite">
        <ErrorNotice error={error} />
        {data ? <Step erasure={data} /> : <Skeleton rows={2} height={22} />}
      </div>
    </Modal>
  );
}

function Step({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  if (erasure.status === 'failed') return <Notice title={t('erase.failed', { fault: erasure.fault })} />;
  if (erasure.status !== 'done')
    return (
      <>
        <p>{t('erase.started')}</p>
        <p>
          <strong>{t(`erase.step.${erasure.step}`)}</strong>
        </p>
      </>
    );
  return (
    <>
      <Notice kind="info" title={t('erase.done')} />
      {erasure.refused.length > 0 ? (
        <Notice title={t('erase.refused', { steps: erasure.refused.map(({ step }) => step).join('; ') })} />
      ) : null}
    </>
  );
}
