import { useTranslation } from 'react-i18next';
import { type ClauseOf, NO_LEVEL } from '../../../../../../src/modules/segments/rule.contract.ts';
import { Many, Test } from './fields.tsx';
import { useRuleOptions } from './rule-options.tsx';

type Props<K extends 'level' | 'points' | 'credit'> = {
  clause: ClauseOf<K>;
  onChange: (clause: ClauseOf<K>) => void;
};

/** Levels of the community, or none. */
export function LevelEditor({ clause, onChange }: Props<'level'>) {
  const { t } = useTranslation();
  const { vocabulary } = useRuleOptions();
  return (
    <Many
      label={t('segments.field.levels')}
      value={clause.in}
      options={[
        ...vocabulary.levels.map(({ id, name }) => ({ value: id, label: name })),
        { value: NO_LEVEL, label: t('segments.noLevel') },
      ]}
      onChange={(chosen) => onChange({ kind: 'level', in: chosen })}
    />
  );
}

/** A balance of points. */
export function PointsEditor({ clause, onChange }: Props<'points'>) {
  return (
    <span className="q-rule-part">
      <Test test={clause.test} number={clause.number} onChange={(next) => onChange({ kind: 'points', ...next })} />
    </span>
  );
}

/** Points of the credit licence. */
export function CreditEditor({ clause, onChange }: Props<'credit'>) {
  return (
    <span className="q-rule-part">
      <Test test={clause.test} number={clause.number} onChange={(next) => onChange({ kind: 'credit', ...next })} />
    </span>
  );
}
