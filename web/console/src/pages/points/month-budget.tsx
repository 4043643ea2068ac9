import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PointsDashboard } from '../../../../../src/modules/points/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { savePointBudget } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useRight } from '../../shell/use-right.ts';
import { usePointChange } from './use-point-change.ts';

/** What may be issued this month, what was, and how it was in the months before. */
export function MonthBudget({ data: { budgets }, month }: { data: PointsDashboard; month: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayManage = useRight('loyalty.manage');
  const now = budgets.find((one) => one.month === month);
  const [amount, setAmount] = useState<number | null>(now?.amount ?? null);
  const save = usePointChange(savePointBudget);
  return (
    <Panel title={t('points.budget.title')}>
      <p>
        {now?.amount == null
          ? t('points.budget.none', { issued: format.exact(now?.issued ?? 0) })
          : t('points.budget.left', {
              left: format.exact(now.amount - now.issued),
              amount: format.exact(now.amount),
            })}
      </p>
      <ErrorNotice error={save.error} />
      {mayManage ? (
        <div className="q-point-actions">
          <InputNumber
            aria-label={t('points.budget.amount')}
            placeholder={t('points.budget.unlimited')}
            min={0}
            max={1e12}
            precision={0}
            value={amount}
            onChange={setAmount}
          />
          <Button loading={save.isPending} onClick={() => save.mutate({ month, amount })}>
            {t('points.budget.save')}
          </Button>
        </div>
      ) : null}
      {budgets.length > 0 ? (
        <div className="q-table-scroll">
          <table className="q-table q-table-start">
            <thead>
              <tr>
                <th>{t('points.budget.month')}</th>
                <th className="q-number">{t('points.figures.issued')}</th>
                <th className="q-number">{t('points.budget.amount')}</th>
              </tr>
            </thead>
            <tbody>
              {budgets.map((one) => (
                <tr key={one.month}>
                  <th scope="row">{one.month}</th>
                  <td className="q-number">{format.exact(one.issued)}</td>
                  <td className="q-number">{one.amount === null ? '—' : format.exact(one.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}
