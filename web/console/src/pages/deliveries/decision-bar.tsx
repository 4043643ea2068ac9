import { App, Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { decide, type Delivery } from '../../api/deliveries.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useDeliveryChange } from './use-delivery-change.ts';

export const DECISIONS = ['confirm', 'cancel', 'retry'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Decides over deliveries; where one may have arrived already it asks first. `done` is told after. */
export function useDecide(done?: () => void) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const change = useDeliveryChange(
    (communityId, { ids, decision }: { ids: string[]; decision: Decision }) => decide(communityId, { ids, decision }),
    ({ changed, left }) => {
      void message.success(
        t(left > 0 ? 'deliveries.decided.some' : 'deliveries.decided.all', { count: changed, left }),
      );
      done?.();
    },
  );
  const run = (deliveries: readonly Delivery[], decision: Decision) => {
    const able = deliveries.filter(({ may }) => may[decision]);
    const go = () => change.mutate({ ids: able.map(({ id }) => id).slice(0, 1000), decision });
    const unsure = able.filter(({ fate }) => fate === 'unknown').length;
    if (decision !== 'retry' || unsure === 0) return go();
    return modal.confirm({
      title: t('deliveries.twice.title', { count: unsure }),
      content: t('deliveries.twice.detail'),
      okText: t('deliveries.decide.retry'),
      cancelText: t('form.cancel'),
      onOk: go,
    });
  };
  return { run, pending: change.isPending, error: change.error };
}

/** What can be done with those that are chosen, each with how many it is for. */
export function DecisionBar(props: {
  deliveries: readonly Delivery[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const { deliveries, chosen, onChoose } = props;
  const { run, pending, error } = useDecide(() => onChoose(new Set()));
  const picked = deliveries.filter(({ id }) => chosen.has(id));
  return (
    <div className="q-decision-bar">
      <Checkbox
        checked={picked.length > 0 && picked.length === deliveries.length}
        indeterminate={picked.length > 0 && picked.length < deliveries.length}
        onChange={(event) => onChoose(new Set(event.target.checked ? deliveries.map(({ id }) => id) : []))}
      >
        {picked.length > 0
          ? t('deliveries.chosen', { count: picked.length })
          : t('deliveries.chooseAll', { count: deliveries.length })}
      </Checkbox>
      {DECISIONS.map((decision) => {
        const able = picked.filter(({ may }) => may[decision]).length;
        return able > 0 ? (
          <Button
            key={decision}
            size="small"
            danger={decision === 'cancel'}
            disabled={pending}
            onClick={() => run(picked, decision)}
          >
            {t(`deliveries.decideCount.${decision}`, { count: able })}
          </Button>
        ) : null;
      })}
      {picked.length > 0 && picked.every(({ may }) => DECISIONS.every((decision) => !may[decision])) ? (
        <span className="q-faint">{t('deliveries.nothingToDecide')}</span>
      ) : null}
      <ErrorNotice error={error} />
    </div>
  );
}
