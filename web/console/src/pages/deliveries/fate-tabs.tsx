import { useTranslation } from 'react-i18next';
import { FATES } from '../../../../../src/modules/delivery/contract.ts';
import { Explain } from '../../../../ui/explain.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Fate } from '../../api/deliveries.ts';

/** How many deliveries of the filter have each fate; one narrows the list to it. */
export function FateTabs(props: {
  counts: Partial<Record<Fate, number>> | undefined;
  value: Fate | undefined;
  onChoose: (fate: Fate | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts = {}, value, onChoose } = props;
  const all = FATES.reduce((sum, fate) => sum + (counts[fate] ?? 0), 0);
  const shown = FATES.filter((fate) => (counts[fate] ?? 0) > 0 || fate === value);
  const one = (fate: Fate | undefined, count: number) => (
    <button key={fate ?? 'all'} type="button" aria-pressed={fate === value} onClick={() => onChoose(fate)}>
      {t(fate ? `deliveries.fates.${fate}` : 'deliveries.allFates')}
      <span className="q-count">{format.count(count)}</span>
    </button>
  );
  return (
    <div className="q-fate-tabs" role="group" aria-label={t('deliveries.byFate')}>
      {one(undefined, all)}
      {shown.map((fate) => one(fate, counts[fate] ?? 0))}
      <Explain
        of={{
          title: t('deliveries.byFate'),
          definition: t('deliveries.explain.fates'),
          thresholds: FATES.map((fate) =>
            t('deliveries.fateLine', { fate: t(`deliveries.fates.${fate}`), means: t(`deliveries.fateMeans.${fate}`) }),
          ),
        }}
      />
    </div>
  );
}
