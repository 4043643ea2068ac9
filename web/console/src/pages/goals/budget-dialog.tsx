import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencies, moneyText, parseMoney } from '../../../../../src/kernel/money.ts';
import type { Budget, BudgetsReply } from '../../../../../src/modules/goals/budgets.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { chooseCurrency, saveBudget } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { MoneyField } from './money-field.tsx';
import { periodsAround, usePeriodName } from './period-name.ts';
import { useGoalChange } from './use-goal-change.ts';

type Props = { budget: Budget | undefined; budgets: BudgetsReply; onClose: (madePeriod?: string) => void };

/** Makes the budget of a month or a quarter, or changes one. */
export function BudgetDialog({ budget, budgets, onClose }: Props) {
  const { t } = useTranslation();
  const periodName = usePeriodName();
  const choices = periodsAround(budgets.today).filter((one) => !budgets.budgets.some(({ period }) => period === one));
  const [period, setPeriod] = useState(
    // This month, else the next one that has none.
    budget?.period ?? choices.find((one) => one >= budgets.today.slice(0, 7)) ?? choices[0]!,
  );
  const [currency, setCurrency] = useState(budgets.currency);
  const [amount, setAmount] = useState(budget ? moneyText(budget.amount, budgets.currency) : '');
  const [note, setNote] = useState(budget?.note ?? '');
  const parsed = parseMoney(amount, currency);
  const save = useGoalChange(
    async (communityId) => {
      if (!budgets.currencyFixed && currency !== budgets.currency) await chooseCurrency(communityId, currency);
      await saveBudget(communityId, budget?.id, { amount: parsed, note, ...(budget ? {} : { period }) });
    },
    () => onClose(budget ? undefined : period),
  );
  return (
    <Modal
      open
      title={t(budget ? 'goals.budget.edit' : 'goals.budget.new')}
      onCancel={() => onClose()}
      onOk={() => save.mutate(undefined)}
      okText={t('goals.save')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ disabled: parsed === undefined || parsed < 0, loading: save.isPending }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <Field label={t('goals.budget.period')}>
          {({ id }) => (
            <Select
              id={id}
              value={period}
              disabled={budget !== undefined}
              onChange={setPeriod}
              options={[
                {
                  label: t('goals.budget.month'),
                  options: choices
                    .filter((one) => !one.includes('Q'))
                    .map((one) => ({ value: one, label: periodName(one) })),
                },
                {
                  label: t('goals.budget.quarter'),
                  options: choices
                    .filter((one) => one.includes('Q'))
                    .map((one) => ({ value: one, label: periodName(one) })),
                },
              ]}
            />
          )}
        </Field>
        {budgets.currencyFixed ? null : (
          <Field label={t('goals.budget.currency')} hint={t('goals.budget.currencyHint')}>
            {({ id }) => (
              <Select
                id={id}
                showSearch
                value={currency}
                onChange={setCurrency}
                options={currencies().map((code) => ({ value: code, label: code }))}
              />
            )}
          </Field>
        )}
        <MoneyField label={t('goals.budget.amount')} currency={currency} value={amount} onChange={setAmount} />
        <Field label={t('goals.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
