import { PauseCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { deliverySettingsQuery, pauseDeliveries } from '../../api/deliveries.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useDeliveryChange } from './use-delivery-change.ts';

/** The button that stops everything that is sent, in this community or in all of them. */
export function PauseControl() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(deliverySettingsQuery(community.id));
  const [asking, setAsking] = useState(false);
  const free = (
    [
      ['community', data?.paused],
      ['workspace', data?.workspacePaused],
    ] as const
  )
    .filter(([, pause]) => pause === null)
    .map(([of]) => of);
  if (!free[0]) return null;
  return (
    <>
      <Button icon={<PauseCircleOutlined />} data-test="pause" onClick={() => setAsking(true)}>
        {t('deliveries.pause.all')}
      </Button>
      {asking ? <PauseDialog free={free} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

type Of = 'community' | 'workspace';

function PauseDialog({ free, onClose }: { free: readonly Of[]; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [of, setOf] = useState<Of>(free[0]!);
  const [reason, setReason] = useState('');
  const pause = useDeliveryChange(
    (communityId) =>
      pauseDeliveries(of === 'community' ? communityId : undefined, { paused: true, reason: reason.trim() }),
    onClose,
  );
  return (
    <Modal
      open
      title={t('deliveries.pause.all')}
      onCancel={onClose}
      onOk={() => pause.mutate(undefined)}
      okText={t('deliveries.pause.do')}
      cancelText={t('form.cancel')}
      okButtonProps={{ danger: true, loading: pause.isPending }}
    >
      <div className="q-form">
        <p>{t('deliveries.pause.detail')}</p>
        <ErrorNotice error={pause.error} />
        <Radio.Group
          aria-label={t('deliveries.pause.what')}
          value={of}
          onChange={(event) => setOf(event.target.value)}
          options={free.map((value) => ({
            value,
            label: t(`deliveries.pause.of.${value}`, { community: community.name }),
          }))}
        />
        <Field label={t('deliveries.pause.why')} hint={t('deliveries.pause.whyHint')}>
          {(control) => (
            <Input {...control} maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
    </Modal>
  );
}
