import { PauseCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { deliverySettingsQuery, pauseDeliveries, type SettingsReply } from '../../api/deliveries.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useDeliveryChange } from './use-delivery-change.ts';

/** Says that nothing is sent, since when, by whom and why; and lets it go on. */
export function PauseBanner() {
  const community = useCommunity();
  const { data } = useQuery(deliverySettingsQuery(community.id));
  return (
    <>
      {data?.workspacePaused ? <Banner of="workspace" pause={data.workspacePaused} /> : null}
      {data?.paused ? <Banner of="community" pause={data.paused} /> : null}
    </>
  );
}

type Pause = NonNullable<SettingsReply['paused']>;

function Banner({ of, pause }: { of: 'workspace' | 'community'; pause: Pause }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayManage = useRight('deliveries.manage');
  const resume = useDeliveryChange((communityId) =>
    pauseDeliveries(of === 'community' ? communityId : undefined, { paused: false, reason: '' }),
  );
  return (
    <div className="q-pause-banner" role="status">
      <PauseCircleFilled />
      <div>
        <strong>{t(`deliveries.pause.on.${of}`)}</strong>
        <p title={format.instant(pause.since)}>
          {t(pause.by ? 'deliveries.pause.by' : 'deliveries.pause.since', {
            by: pause.by,
            when: format.relative(pause.since),
          })}
          {pause.reason ? t('deliveries.pause.because', { reason: pause.reason }) : ''}
        </p>
        <ErrorNotice error={resume.error} />
      </div>
      {mayManage ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
          {t('deliveries.pause.resume')}
        </Button>
      ) : null}
    </div>
  );
}
