import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECIDED_FATES, DECISIONS, type Decision } from '../../../../../src/modules/delivery/contract.ts';
import { decide, decideAll, type Delivery, type Fate } from '../../api/deliveries.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useDeliveryChange } from './use-delivery-change.ts';

const OF_MANY = ['confirm', 'cancel', 'retry'] as const;
type DecisionOfMany = (typeof OF_MANY)[number];

/** Says how many were changed, and how many were left. */
function useDecided(done?: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return ({ changed, left }: { changed: number; left: number }) => {
    void message.success(t(left > 0 ? 'deliveries.decided.some' : 'deliveries.decided.all', { count: changed, left }));
    done?.();
  };
}

/** Decides over everything that filters find. */
function useDecideAll(done: () => void) {
  const change = useDeliveryChange(
    (communityId, { filter, decision }: { filter: Rest['filter']; decision: DecisionOfMany }) =>
      decideAll(communityId, filter, decision),
    useDecided(done),
  );
  return { run: change.mutate, pending: change.isPending, error: change.error };
}

/** Decides over deliveries; where one may have arrived already it asks first. `done` is told after. */
export function useDecide(done?: () => void) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const change = useDeliveryChange(
    (communityId, { ids, decision }: { ids: string[]; decision: Decision }) => decide(communityId, { ids, decision }),
    useDecided(done),
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
  /** Where the filters find more than is on show. */
  rest?: Rest | undefined;
}) {
  const { t } = useTranslation();
  const { deliveries, chosen, onChoose, rest } = props;
  const [withRest, setWithRest] = useState(false);
  const { run, pending, error } = useDecide(() => onChoose(new Set()));
  const picked = deliveries.filter(({ id }) => chosen.has(id));
  const all = picked.length > 0 && picked.length === deliveries.length;
  if (all && rest && withRest)
    return <DecisionOfAll rest={rest} onDone={() => (setWithRest(false), onChoose(new Set()))} />;
  return (
    <div className="q-decision-bar">
      <Checkbox
        checked={all}
        indeterminate={picked.length > 0 && picked.length < deliveries.length}
        onChange={(event) => onChoose(new Set(event.target.checked ? deliveries.map(({ id }) => id) : []))}
      >
        {picked.length > 0
          ? t('deliveries.chosen', { count: picked.length })
          : t('deliveries.chooseAll', { count: deliveries.length })}
      </Checkbox>
      {all && rest ? (
        <Button type="link" size="small" onClick={() => setWithRest(true)}>
          {t('deliveries.withRest')}
        </Button>
      ) : null}
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

export type Rest = {
  counts: Partial<Record<Fate, number>>;
  filter: Parameters<typeof decideAll>[1];
};

/** What can be done with everything that the filters find, on show or not; each is asked about once more. */
function DecisionOfAll({ rest: { counts, filter }, onDone }: { rest: Rest; onDone: () => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { run, pending, error } = useDecideAll(onDone);
  const able = (decision: Decision) =>
    DECIDED_FATES[decision]
      .filter((fate) => filter.fate === undefined || filter.fate === fate)
      .reduce((sum, fate) => sum + (counts[fate] ?? 0), 0);
  const ask = (decision: DecisionOfMany) =>
    modal.confirm({
      title: t(`deliveries.decideCount.${decision}`, { count: able(decision) }),
      content: t(
        decision === 'retry' && able('retry') > 0 && counts.unknown ? 'deliveries.twice.detail' : 'deliveries.allSure',
      ),
      okText: t(`deliveries.decide.${decision}`),
      cancelText: t('form.cancel'),
      onOk: () => run({ filter, decision }),
    });
  return (
    <div className="q-decision-bar">
      <strong>{t('deliveries.allChosen')}</strong>
      {OF_MANY.filter((decision) => able(decision) > 0).map((decision) => (
        <Button
          key={decision}
          size="small"
          danger={decision === 'cancel'}
          disabled={pending}
          onClick={() => void ask(decision)}
        >
          {t(`deliveries.decideCount.${decision}`, { count: able(decision) })}
        </Button>
      ))}
      <Button type="link" size="small" onClick={onDone}>
        {t('deliveries.chooseNone')}
      </Button>
      <ErrorNotice error={error} />
    </div>
  );
}
