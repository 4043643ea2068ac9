import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { METRIC_KEYS, type MetricKey } from '../../../../../src/modules/insights/metrics.contract.ts';
import type { Adjustment, ReportReply } from '../../../../../src/modules/reports/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { saveAdjustment, schedulesQuery } from '../../api/reports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';

type Fields = { change: string; reason: string; ownerId: string | null; metric: MetricKey | null; outcome: string };

/** Writes down or changes what is to be done differently. */
export function AdjustmentDialog(props: {
  report: ReportReply;
  adjustment: Adjustment | undefined;
  onClose: () => void;
}) {
  const { report, adjustment, onClose } = props;
  const { t } = useTranslation();
  const words = useWords();
  const community = useCommunity();
  const client = useQueryClient();
  const { data } = useQuery(schedulesQuery(community.id));
  const [fields, setFields] = useState<Fields>({
    change: adjustment?.change ?? '',
    reason: adjustment?.reason ?? '',
    ownerId: adjustment?.ownerId ?? null,
    metric: adjustment?.metric ?? null,
    outcome: adjustment?.outcome ?? '',
  });
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change });
  const save = useMutation({
    mutationFn: () => {
      const { outcome, ...rest } = fields;
      return saveAdjustment(community.id, report.id, adjustment?.id, adjustment ? { ...rest, outcome } : rest);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['reports', community.id] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t(adjustment ? 'reports.edit' : 'reports.add')}
      onCancel={onClose}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: fields.change.trim() === '', loading: save.isPending }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={save.error} />
        <Field label={t('reports.change')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              name="change"
              maxLength={400}
              placeholder={t('reports.changePlaceholder')}
              value={fields.change}
              onChange={(event) => set({ change: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('reports.reason')}>
          {(control) => (
            <Input.TextArea
              {...control}
              name="reason"
              maxLength={1000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={fields.reason}
              onChange={(event) => set({ reason: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('reports.owner')}>
          {(control) => (
            <Select
              {...control}
              value={fields.ownerId ?? ''}
              options={[
                { value: '', label: t('reports.nobody') },
                ...(data?.operators ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(ownerId) => set({ ownerId: ownerId === '' ? null : ownerId })}
            />
          )}
        </Field>
        <Field label={t('reports.metric')}>
          {(control) => (
            <Select
              {...control}
              showSearch={{ optionFilterProp: 'label' }}
              value={fields.metric ?? ''}
              options={[
                { value: '' as const, label: t('reports.noMetric') },
                ...METRIC_KEYS.map((key) => ({ value: key, label: words.metric(key) })),
              ]}
              onChange={(metric: MetricKey | '') => set({ metric: metric === '' ? null : metric })}
            />
          )}
        </Field>
        {adjustment ? (
          <Field label={t('reports.outcome')}>
            {(control) => (
              <Input.TextArea
                {...control}
                name="outcome"
                maxLength={1000}
                autoSize={{ minRows: 2, maxRows: 6 }}
                placeholder={t('reports.outcomePlaceholder')}
                value={fields.outcome}
                onChange={(event) => set({ outcome: event.target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
    </Modal>
  );
}
