import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseMoney } from '../../../../../src/kernel/money.ts';
import type { BudgetReply, Operation } from '../../../../../src/modules/goals/budgets.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { addSpend } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { MoneyField } from './money-field.tsx';
import { useGoalChange } from './use-goal-change.ts';

/** Writes down money that went out for an operation, or came back. */
export function SpendDialog({
  operation,
  budget,
  onClose,
}: {
  operation: Operation;
  budget: BudgetReply;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [day, setDay] = useState(budget.today);
  const [amount, setAmount] = useState('');
  const [text, setText] = useState('');
  const [receipt, setReceipt] = useState('');
  const parsed = parseMoney(amount, budget.currency);
  const save = useGoalChange(
    (communityId) => addSpend(communityId, operation.id, { day, amount: parsed, text, receipt }),
    onClose,
  );
  return (
    <Modal
      open
      title={t('goals.budget.spendTitle', { name: operation.name })}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('goals.save')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ disabled: !parsed || !text.trim() || !day, loading: save.isPending }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <div className="q-goals-row">
          <MoneyField
            label={t('goals.budget.spendAmount')}
            hint={t('goals.budget.spendHint')}
            currency={budget.currency}
            value={amount}
            onChange={setAmount}
          />
          <Field label={t('goals.budget.spendDay')}>
            {(control) => (
              <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
            )}
          </Field>
        </div>
        <Field label={t('goals.budget.spendText')}>
          {(control) => (
            <Input {...control} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <Field label={t('goals.budget.receipt')} hint={t('goals.budget.receiptHint')}>
          {(control) => (
            <Input {...control} maxLength={500} value={receipt} onChange={(event) => setReceipt(event.target.value)} />
          )}
        </Field>
      </div>
    </Modal>
  );
}
