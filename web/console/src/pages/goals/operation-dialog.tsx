import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moneyText, parseMoney } from '../../../../../src/kernel/money.ts';
import {
  OPERATION_KINDS,
  type BudgetReply,
  type Operation,
} from '../../../../../src/modules/goals/budgets.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { saveOperation } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { MoneyField } from './money-field.tsx';
import { useGoalChange } from './use-goal-change.ts';

type Props = { operation: Operation | undefined; budget: BudgetReply; onClose: () => void };

/** Adds a line to a budget, or changes one. */
export function OperationDialog({ operation, budget, onClose }: Props) {
  const { t } = useTranslation();
  const first = budget.today >= budget.fromDay && budget.today <= budget.toDay ? budget.today : budget.fromDay;
  const [fields, setFields] = useState({
    name: operation?.name ?? '',
    kind: operation?.kind ?? OPERATION_KINDS[0],
    fromDay: operation?.fromDay ?? first,
    toDay: operation?.toDay ?? first,
    note: operation?.note ?? '',
  });
  const [planned, setPlanned] = useState(operation ? moneyText(operation.planned, budget.currency) : '');
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const amount = parseMoney(planned, budget.currency);
  const { fromDay, toDay } = fields;
  const wrong = toDay < fromDay || fromDay < budget.fromDay || fromDay > budget.toDay;
  const save = useGoalChange(
    (communityId) =>
      saveOperation(communityId, { budgetId: budget.id, id: operation?.id }, { ...fields, planned: amount }),
    onClose,
  );
  return (
    <Modal
      open
      title={t(operation ? 'goals.budget.editOperation' : 'goals.budget.addOperation')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('goals.save')}
      cancelText={t('goals.cancel')}
      okButtonProps={{
        disabled: !fields.name.trim() || amount === undefined || amount < 0 || wrong,
        loading: save.isPending,
      }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <Field label={t('goals.budget.operationName')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <div className="q-goals-row">
          <Field label={t('goals.budget.kind')}>
            {({ id }) => (
              <Select
                id={id}
                value={fields.kind}
                onChange={(kind) => set({ kind })}
                options={OPERATION_KINDS.map((value) => ({ value, label: t(`goals.budget.kinds.${value}`) }))}
              />
            )}
          </Field>
          <MoneyField
            label={t('goals.budget.planned')}
            currency={budget.currency}
            value={planned}
            onChange={setPlanned}
          />
        </div>
        <div className="q-goals-row">
          <Field label={t('goals.budget.from')} {...(wrong && { error: t('goals.budget.datesWrong') })}>
            {(control) => (
              <Input
                {...control}
                type="date"
                min={budget.fromDay}
                max={budget.toDay}
                value={fromDay}
                onChange={(event) => set({ fromDay: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('goals.budget.to')}>
            {(control) => (
              <Input {...control} type="date" value={toDay} onChange={(event) => set({ toDay: event.target.value })} />
            )}
          </Field>
        </div>
        <Field label={t('goals.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={fields.note}
              onChange={(event) => set({ note: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
