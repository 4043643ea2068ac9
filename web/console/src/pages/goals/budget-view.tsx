import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetReply, Operation } from '../../../../../src/modules/goals/budgets.contract.ts';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteBudget } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { OperationDialog } from './operation-dialog.tsx';
import { OperationLine } from './operation-line.tsx';
import { usePeriodName } from './period-name.ts';
import { SpendDialog } from './spend-dialog.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { useMoney } from './value-words.ts';

type Props = { budget: BudgetReply; mayManage: boolean; onEdit: () => void };

/** One budget: what asks for a look, what results cost, and its operations. */
export function BudgetView({ budget, mayManage, onEdit }: Props) {
  const { t } = useTranslation();
  const periodName = usePeriodName();
  const [line, setLine] = useState<Operation | 'new'>();
  const [spending, setSpending] = useState<Operation>();
  const remove = useGoalChange((communityId) => deleteBudget(communityId, budget.id));
  return (
    <div className="q-goals-column">
      <Warnings budget={budget} />
      <Costs budget={budget} />
      <Panel
        title={t('goals.budget.operations')}
        aside={
          mayManage ? (
            <>
              <Button type="text" size="small" onClick={onEdit}>
                {t('goals.budget.edit')}
              </Button>
              <Button size="small" onClick={() => setLine('new')}>
                {t('goals.budget.addOperation')}
              </Button>
            </>
          ) : null
        }
      >
        {budget.lines.length === 0 ? <p className="q-faint">{t('goals.budget.noOperations')}</p> : null}
        <div className="q-operations">
          {budget.lines.map((one) => (
            <OperationLine
              key={one.id}
              operation={one}
              currency={budget.currency}
              mayManage={mayManage}
              onEdit={() => setLine(one)}
              onSpend={() => setSpending(one)}
            />
          ))}
        </div>
        {budget.note ? <p className="q-objective-note">{budget.note}</p> : null}
        {mayManage && budget.lines.length === 0 ? (
          <div className="q-goal-actions">
            <GoalsError error={remove.error} />
            <Popconfirm
              title={t('goals.budget.removeBudget', { name: periodName(budget.period) })}
              description={t('goals.budget.removeDetail')}
              okText={t('goals.remove')}
              cancelText={t('goals.cancel')}
              onConfirm={() => remove.mutate(undefined)}
            >
              <Button size="small" danger>
                {t('goals.budget.remove')}
              </Button>
            </Popconfirm>
          </div>
        ) : null}
      </Panel>
      {line ? (
        <OperationDialog
          operation={line === 'new' ? undefined : line}
          budget={budget}
          onClose={() => setLine(undefined)}
        />
      ) : null}
      {spending ? <SpendDialog operation={spending} budget={budget} onClose={() => setSpending(undefined)} /> : null}
    </div>
  );
}

function Warnings({ budget: { warnings, lines, currency } }: { budget: BudgetReply }) {
  const { t } = useTranslation();
  const money = useMoney(currency);
  if (warnings.length === 0) return null;
  return (
    <section className="q-goals-warnings" aria-label={t('goals.budget.warnings')}>
      <ul className="q-lines">
        {warnings.map(({ code, operationId, facts }) => (
          <li key={`${code} ${operationId}`}>
            {t(`goals.budget.warning.${code}`, {
              name: lines.find(({ id }) => id === operationId)?.name,
              spent: money(facts.spent),
              planned: money(facts.planned),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Costs({ budget }: { budget: BudgetReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney(budget.currency);
  return (
    <Panel
      title={t('goals.budget.costs')}
      explain={{ title: t('goals.budget.costs'), definition: t('goals.budget.howDefinition') }}
      note={
        budget.costsTo
          ? [
              t('goals.budget.costsNote', {
                from: format.shortDay(budget.fromDay),
                to: format.shortDay(budget.costsTo),
              }),
              budget.finished ? '' : t('goals.budget.costsUnfinished'),
            ].join(' ')
          : undefined
      }
    >
      <div className="q-goals-figures">
        {budget.costs.map((cost) => (
          <Figure
            key={cost.of}
            label={t(`goals.budget.cost.${cost.of}`)}
            value={cost.each === null ? '—' : money(cost.each)}
            sub={
              cost.reason !== null
                ? t(`goals.budget.reason.${cost.reason}`)
                : t(`goals.budget.among.${cost.of}`, { count: cost.among ?? 0 })
            }
          />
        ))}
        <Figure
          label={t('goals.budget.plannedSum')}
          value={money(budget.planned)}
          sub={`${t('goals.budget.amount')} ${money(budget.amount)}`}
        />
      </div>
    </Panel>
  );
}
