import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../../../../src/modules/goals/budgets.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { budgetQuery, budgetsQuery } from '../../api/goals.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BudgetDialog } from './budget-dialog.tsx';
import { BudgetView } from './budget-view.tsx';
import { GoalsFrame } from './goals-frame.tsx';
import { usePeriodName } from './period-name.ts';
import { useMoney } from './value-words.ts';

/** The sentence: what was spent of what may be spent. */
function BudgetAnswer({ budget, currency }: { budget: Budget; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney(currency);
  const periodName = usePeriodName();
  const { amount, spent } = budget;
  const over = spent > amount;
  return t(over ? 'goals.budget.answerOver' : 'goals.budget.answer', {
    period: periodName(budget.period),
    amount: money(amount),
    spent: money(spent),
    share: format.share(amount > 0 ? spent / amount : null),
    left: money(amount - spent),
    over: money(spent - amount),
  });
}

/** A month's or a quarter's money: planned, spent, and what each result cost. */
export function BudgetPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('goals.manage');
  const periodName = usePeriodName();
  const { period } = useSearch({ from: '/app/c/$community/goals/budget' });
  const navigate = useNavigate({ from: '/c/$community/goals/budget' });
  const asked = useQuery(budgetsQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<Budget | 'new'>();
  usePageTitle(t('goals.tabs.budget'), community.name);
  const current = data?.budgets.find(({ fromDay, toDay }) => fromDay <= data.today && toDay >= data.today);
  const chosen = data?.budgets.find((one) => one.period === period) ?? current ?? data?.budgets[0];
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('goals.budget.new')}
    </Button>
  ) : null;
  return (
    <GoalsFrame
      answer={chosen && data ? <BudgetAnswer budget={chosen} currency={data.currency} /> : t('goals.budget.lead')}
      action={
        chosen ? (
          <div className="q-goals-head">
            <Select
              aria-label={t('goals.budget.period')}
              value={chosen.period}
              onChange={(value) => void navigate({ search: { period: value } })}
              options={data!.budgets.map((one) => ({ value: one.period, label: periodName(one.period) }))}
            />
            {add}
          </div>
        ) : null
      }
    >
      <Loaded of={asked} panel>
        {() =>
          chosen ? (
            <ChosenBudget key={chosen.id} id={chosen.id} mayManage={mayManage} onEdit={() => setEdited(chosen)} />
          ) : (
            <section className="q-panel">
              <EmptyState title={t('goals.budget.none.title')} action={add}>
                {t(mayManage ? 'goals.budget.none.detail' : 'goals.budget.noneRight')}
              </EmptyState>
            </section>
          )
        }
      </Loaded>
      {edited && data ? (
        <BudgetDialog
          budget={edited === 'new' ? undefined : edited}
          budgets={data}
          onClose={(made) => {
            setEdited(undefined);
            if (made) void navigate({ search: { period: made } });
          }}
        />
      ) : null}
    </GoalsFrame>
  );
}

function ChosenBudget({ id, mayManage, onEdit }: { id: string; mayManage: boolean; onEdit: () => void }) {
  const community = useCommunity();
  const asked = useQuery(budgetQuery(community.id, id));
  return (
    <Loaded of={asked} rows={6} panel>
      {(budget) => <BudgetView budget={budget} mayManage={mayManage} onEdit={onEdit} />}
    </Loaded>
  );
}
