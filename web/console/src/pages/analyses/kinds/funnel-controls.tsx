import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type FunnelParams, MAX_FUNNEL_STEPS } from '../../../../../../src/modules/analyses/funnel.contract.ts';
import { moved } from '../../segments/use-reorder.ts';
import { BreakdownChoice } from '../controls/breakdown-choice.tsx';
import { Control } from '../controls/control.tsx';
import { EventChoice } from '../controls/event-choice.tsx';
import { NumberChoice } from '../controls/number-choice.tsx';
import type { ControlsProps } from '../kind-view.ts';

type Step = FunnelParams['steps'][number];
const ORDERS = ['loose', 'strict'] as const;

/** The steps of a funnel in their order, the time there is for them, and how strict the order is. */
export function FunnelControls({ params, change }: ControlsProps<FunnelParams>) {
  const { t } = useTranslation();
  const days = 'days' in params.window ? params.window.days : Math.max(1, Math.round(params.window.hours / 24));
  return (
    <>
      <NumberChoice
        label={t('funnel.window')}
        unit={t('funnel.days')}
        min={1}
        max={366}
        value={days}
        onChange={(next) => change({ window: { days: next } })}
      />
      <Control label={t('funnel.order')}>
        <Segmented
          aria-label={t('funnel.order')}
          value={params.order}
          onChange={(order) => change({ order })}
          options={ORDERS.map((value) => ({
            value,
            label: t(`funnel.orders.${value}`),
            title: t(`funnel.orderHint.${value}`),
          }))}
        />
      </Control>
      <BreakdownChoice value={params.breakdown} onChange={(breakdown) => change({ breakdown })} />
      <StepsEditor steps={params.steps} onChange={(steps) => change({ steps })} />
    </>
  );
}

function StepsEditor({ steps, onChange }: { steps: readonly Step[]; onChange: (steps: Step[]) => void }) {
  const { t } = useTranslation();
  return (
    <div className="q-funnel-steps">
      <ol>
        {steps.map((step, at) => (
          <li key={at}>
            <EventChoice
              label={t('funnel.stepNumber', { number: at + 1 })}
              none={t('analysis.anyContribution')}
              value={step}
              onChange={(filter) => {
                // A name that was given to another choice would mislead.
                const { name: _, ...rest } = { ...step, ...filter };
                onChange(steps.map((one, index) => (index === at ? rest : one)));
              }}
            />
            <div className="q-funnel-step-tools">
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t('funnel.earlier', { number: at + 1 })}
                disabled={at === 0}
                onClick={() => onChange(moved(steps, at, at - 1))}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                aria-label={t('funnel.later', { number: at + 1 })}
                disabled={at === steps.length - 1}
                onClick={() => onChange(moved(steps, at, at + 1))}
              />
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('funnel.removeStep', { number: at + 1 })}
                disabled={steps.length <= 2}
                onClick={() => onChange(steps.filter((_, index) => index !== at))}
              />
            </div>
          </li>
        ))}
      </ol>
      <Button
        icon={<PlusOutlined />}
        disabled={steps.length >= MAX_FUNNEL_STEPS}
        onClick={() => onChange([...steps, { kinds: [] }])}
      >
        {t('funnel.addStep')}
      </Button>
    </div>
  );
}
