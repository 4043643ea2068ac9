import { CheckOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Adjustment, ReportReply } from '../../../../../src/modules/reports/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { removeAdjustment, saveAdjustment } from '../../api/reports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { AdjustmentDialog } from './adjustment-dialog.tsx';

/** What was decided over a report: written, changed, ticked off. */
export function AdjustmentsPanel({ report }: { report: ReportReply }) {
  const { t } = useTranslation();
  const mayManage = useRight('reports.manage');
  const [editing, setEditing] = useState<Adjustment | 'new'>();
  return (
    <Panel
      title={t('reports.adjustments')}
      note={t('reports.adjustmentsLead')}
      aside={
        mayManage ? (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('reports.add')}
          </Button>
        ) : null
      }
    >
      {report.adjustments.length === 0 ? <p className="q-soft">{t('reports.noAdjustments')}</p> : null}
      <ul className="q-report-items">
        {report.adjustments.map((adjustment) => (
          <AdjustmentLine
            key={adjustment.id}
            reportId={report.id}
            adjustment={adjustment}
            onEdit={mayManage ? () => setEditing(adjustment) : undefined}
          />
        ))}
      </ul>
      {editing ? (
        <AdjustmentDialog
          report={report}
          adjustment={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Panel>
  );
}

function AdjustmentLine(props: { reportId: string; adjustment: Adjustment; onEdit: (() => void) | undefined }) {
  const { reportId, adjustment, onEdit } = props;
  const { t } = useTranslation();
  const words = useWords();
  const community = useCommunity();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['reports', community.id] });
  const tick = useMutation({
    mutationFn: () => saveAdjustment(community.id, reportId, adjustment.id, { done: !adjustment.done }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => removeAdjustment(community.id, reportId, adjustment.id),
    onSuccess,
  });
  const facts = [
    adjustment.reason,
    adjustment.owner && `${t('reports.owner')}：${adjustment.owner}`,
    adjustment.metric && `${t('reports.metric')}：${words.metric(adjustment.metric)}`,
    adjustment.outcome && `${t('reports.outcome')}：${adjustment.outcome}`,
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <li className="q-report-adjustment">
      <div>
        <span>{adjustment.change}</span> {adjustment.done ? <Tag color="success">{t('reports.done')}</Tag> : null}
        {facts.length > 0 ? <small>{facts.join(' · ')}</small> : null}
        <ErrorNotice error={tick.error ?? remove.error} />
      </div>
      {onEdit ? (
        <span className="q-report-tools">
          <Button
            type="text"
            icon={<CheckOutlined />}
            aria-label={t(adjustment.done ? 'reports.reopen' : 'reports.markDone')}
            title={t(adjustment.done ? 'reports.reopen' : 'reports.markDone')}
            loading={tick.isPending}
            onClick={() => tick.mutate()}
          />
          <Button
            type="text"
            icon={<EditOutlined />}
            aria-label={t('reports.edit')}
            title={t('reports.edit')}
            onClick={onEdit}
          />
          <Popconfirm
            title={t('reports.remove')}
            okText={t('reports.remove')}
            cancelText={t('form.cancel')}
            onConfirm={() => remove.mutate()}
          >
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('reports.remove')}
              title={t('reports.remove')}
            />
          </Popconfirm>
        </span>
      ) : null}
    </li>
  );
}
