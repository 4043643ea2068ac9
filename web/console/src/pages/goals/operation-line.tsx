import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation, Spend } from '../../../../../src/modules/goals/budgets.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteOperation, deleteSpend } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { useMoney } from './value-words.ts';

type Props = {
  operation: Operation;
  currency: string;
  mayManage: boolean;
  onEdit: () => void;
  onSpend: () => void;
};

/** A line of a budget: what was planned and spent, and each entry. */
export function OperationLine({ operation, currency, mayManage, onEdit, onSpend }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney(currency);
  const [open, setOpen] = useState(false);
  const { planned, spent } = operation;
  const over = spent > planned;
  const days =
    operation.fromDay === operation.toDay
      ? format.shortDay(operation.fromDay)
      : `${format.shortDay(operation.fromDay)} – ${format.shortDay(operation.toDay)}`;
  return (
    <article className="q-operation">
      <header>
        <h3>{operation.name}</h3>
        <span className="q-word">{t(`goals.budget.kinds.${operation.kind}`)}</span>
        <span className="q-faint">{days}</span>
      </header>
      <div className={`q-goal-progress ${over ? 'q-goal-over' : ''}`} aria-hidden>
        <span
          style={{
            width: `${Math.min(100, Math.max(0, planned > 0 ? (spent / planned) * 100 : spent > 0 ? 100 : 0))}%`,
          }}
        />
      </div>
      <p className="q-operation-money">
        <b>
          {t('goals.budget.spent')} {money(spent)}
        </b>
        <span>
          {t('goals.budget.planned')} {money(planned)}
        </span>
        <span>
          {t('goals.budget.left')} {money(planned - spent)}
        </span>
        {operation.bookings > 0 ? <span>{t('goals.budget.bookings', { count: operation.bookings })}</span> : null}
      </p>
      {operation.note ? <p className="q-faint">{operation.note}</p> : null}
      <footer className="q-goal-actions">
        <Button
          type="text"
          size="small"
          aria-expanded={open}
          disabled={operation.spends.length === 0}
          onClick={() => setOpen(!open)}
        >
          {operation.spends.length > 0
            ? t('goals.budget.spends', { count: operation.spends.length })
            : t('goals.budget.noSpends')}
        </Button>
        {mayManage ? <LineActions operation={operation} onEdit={onEdit} onSpend={onSpend} /> : null}
      </footer>
      {open ? (
        <ul className="q-spends">
          {operation.spends.map((spend) => (
            <SpendRow key={spend.id} {...{ operation, spend, mayManage, money }} />
          ))}
        </ul>
      ) : null}
    </article>
  );
}

function LineActions({ operation, onEdit, onSpend }: Pick<Props, 'operation' | 'onEdit' | 'onSpend'>) {
  const { t } = useTranslation();
  const remove = useGoalChange((communityId) => deleteOperation(communityId, operation.id));
  return (
    <>
      <Button type="text" size="small" onClick={onSpend}>
        {t('goals.budget.addSpend')}
      </Button>
      <Button type="text" size="small" onClick={onEdit}>
        {t('goals.edit')}
      </Button>
      {operation.spends.length === 0 ? (
        <Popconfirm
          title={t('goals.budget.removeOperation', { name: operation.name })}
          description={t('goals.budget.removeDetail')}
          okText={t('goals.remove')}
          cancelText={t('goals.cancel')}
          onConfirm={() => remove.mutate(undefined)}
        >
          <Button type="text" size="small" danger>
            {t('goals.remove')}
          </Button>
        </Popconfirm>
      ) : null}
      <GoalsError error={remove.error} />
    </>
  );
}

function SpendRow(props: {
  operation: Operation;
  spend: Spend;
  mayManage: boolean;
  money: (amount: number) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { operation, spend, mayManage, money } = props;
  const remove = useGoalChange((communityId) => deleteSpend(communityId, operation.id, spend.id));
  return (
    <li>
      <span className="q-faint">{format.shortDay(spend.day)}</span>
      <b>{money(spend.amount)}</b>
      <span>{spend.text}</span>
      <small className="q-faint">
        {[spend.receipt, spend.by ? t('goals.budget.by', { name: spend.by }) : ''].filter(Boolean).join(' · ')}
      </small>
      {mayManage ? (
        <Popconfirm
          title={t('goals.budget.removeSpend', { amount: money(spend.amount) })}
          description={t('goals.budget.removeDetail')}
          okText={t('goals.remove')}
          cancelText={t('goals.cancel')}
          onConfirm={() => remove.mutate(undefined)}
        >
          <Button type="text" size="small" danger>
            {t('goals.remove')}
          </Button>
        </Popconfirm>
      ) : null}
    </li>
  );
}
