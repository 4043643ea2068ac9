import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal, Segmented, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../../../src/modules/reports/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { saveSchedules, schedulesQuery } from '../../api/reports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { RecipientsField, splitRecipients, wrongRecipient } from './recipients-field.tsx';

/** Which reports are made by themselves, in which language, and who gets them. */
export function ScheduleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const { data, error } = useQuery(schedulesQuery(community.id));
  const [changed, setChanged] = useState<Partial<Record<Schedule['kind'], Schedule & { text: string }>>>({});
  const rows = (data?.schedules ?? []).map((one) => ({
    text: one.recipients.join(', '),
    ...one,
    ...changed[one.kind],
  }));
  const wrong = rows.some(({ enabled, text }) => enabled && wrongRecipient(text) !== undefined);
  const save = useMutation({
    mutationFn: () =>
      saveSchedules(
        community.id,
        rows.map(({ text, ...one }) => ({ ...one, recipients: one.enabled ? splitRecipients(text) : [] })),
      ),
    onSuccess: (reply) => {
      client.setQueryData(schedulesQuery(community.id).queryKey, reply);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('reports.scheduleTitle')}
      onCancel={onClose}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !data || wrong, loading: save.isPending }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <p className="q-soft">{t('reports.scheduleLead')}</p>
        <ErrorNotice error={error ?? save.error} />
        {data && !data.mailConfigured ? <Notice kind="info" title={t('reports.noMail')} /> : null}
        {data ? null : <Skeleton rows={4} height={22} />}
        {rows.map((row) => {
          const set = (change: Partial<typeof row>) => setChanged({ ...changed, [row.kind]: { ...row, ...change } });
          return (
            <div key={row.kind} className="q-report-schedule">
              <label className="q-switch-line">
                <Switch checked={row.enabled} onChange={(enabled) => set({ enabled })} />
                <span>{t(row.kind === 'week' ? 'reports.everyWeek' : 'reports.everyMonth')}</span>
              </label>
              {row.enabled ? (
                <>
                  <Segmented
                    aria-label={t('reports.language')}
                    value={row.language}
                    options={[
                      { value: 'zh-CN' as const, label: '中文' },
                      { value: 'en' as const, label: 'English' },
                    ]}
                    onChange={(language) => set({ language })}
                  />
                  <RecipientsField value={row.text} onChange={(text) => set({ text })} />
                </>
              ) : null}
            </div>
          );
        })}
      </div>
    </Modal>
  );
}
