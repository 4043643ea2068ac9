import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { zoneLabel } from '../../../../ui/format.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { changeZone, zoneQuery } from '../../api/communities.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useZones } from '../communities/use-zones.ts';

/** The time zone of the days, and how far a change of it is. */
export function ZoneField() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('communities.manage');
  const { data } = useQuery(zoneQuery(community.id));
  const [asking, setAsking] = useState(false);
  const zone = data?.zone ?? community.zone;
  const change = data?.change;
  const underWay = change !== null && change !== undefined && change.status !== 'done';
  return (
    <div>
      <dt>{t('setUp.zone')}</dt>
      <dd>
        {zone} ({zoneLabel(zone)}){' '}
        {mayManage && !underWay ? (
          <Button type="link" size="small" onClick={() => setAsking(true)}>
            {t('setUp.changeZone')}
          </Button>
        ) : null}
      </dd>
      <dd className="q-faint q-small">{t('setUp.zoneHint')}</dd>
      {underWay ? (
        <dd role="status">
          <Notice
            kind={change.status === 'failed' ? 'error' : 'info'}
            title={t(change.status === 'failed' ? 'setUp.zoneFailed' : 'setUp.zoneUnderWay', { from: change.from })}
          >
            {t('setUp.zoneUnderWayDetail')}
          </Notice>
        </dd>
      ) : null}
      {asking ? <ZoneDialog zone={zone} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function ZoneDialog({ zone, onClose }: { zone: string; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const zones = useZones();
  const [wanted, setWanted] = useState(zone);
  const save = useMutation({
    mutationFn: () => changeZone(community.id, wanted),
    onSuccess: async (reply) => {
      client.setQueryData(zoneQuery(community.id).queryKey, reply);
      await client.invalidateQueries(communitiesQuery);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('setUp.changeZoneTitle')}
      onCancel={onClose}
      okText={t('setUp.changeZone')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: wanted === zone, loading: save.isPending }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <p>{t('setUp.changeZoneDetail')}</p>
        <ErrorNotice error={save.error} />
        <Field label={t('setUp.zone')}>
          {(control) => <Select {...control} showSearch value={wanted} options={zones} onChange={setWanted} />}
        </Field>
      </div>
    </Modal>
  );
}
