import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { makeReport } from '../../api/reports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';

/** Makes the report of a week or a month and opens it. */
export function MakeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [kind, setKind] = useState<'week' | 'month'>('week');
  const [day, setDay] = useState('');
  const make = useMutation({
    mutationFn: () => makeReport(community.id, { kind, ...(day && { day }) }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['reports', community.id] });
      await navigate({ to: '/c/$community/reports/$report', params: { community: community.key, report: id } });
    },
  });
  return (
    <Modal
      open
      title={t('reports.makeTitle')}
      onCancel={onClose}
      okText={t('reports.makeButton')}
      cancelText={t('form.cancel')}
      okButtonProps={{ loading: make.isPending }}
      onOk={() => make.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={make.error} />
        <Segmented
          block
          aria-label={t('reports.kind')}
          value={kind}
          options={(['week', 'month'] as const).map((value) => ({ value, label: t(`reports.${value}`) }))}
          onChange={setKind}
        />
        <Field label={t('reports.day')} hint={t('reports.dayHint')}>
          {(control) => <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        {make.isPending ? <p className="q-soft">{t('reports.making')}</p> : null}
      </div>
    </Modal>
  );
}
