import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RetentionRule } from '../../api/deletions.ts';

type Choice = RetentionRule['keep'] | 'community';

const DEFAULT_DAYS = 180;

/** A rule in a few words: “180 days”. */
export function useRuleWords(): (rule: RetentionRule) => string {
  const { t } = useTranslation();
  return (rule) => (rule.keep === 'days' ? t('textRule.shortDays', { count: rule.days }) : t(`textRule.${rule.keep}`));
}

/** How long texts are kept, as a choice; `fallback` lets a group follow the community (null). */
export function RuleField(props: {
  label: string;
  rule: RetentionRule | null;
  fallback?: RetentionRule;
  disabled?: boolean;
  onChange: (rule: RetentionRule | null) => void;
}) {
  const { label, rule, fallback, disabled = false, onChange } = props;
  const { t } = useTranslation();
  const words = useRuleWords();
  const choose = (choice: Choice) =>
    onChange(
      choice === 'community' ? null : choice === 'days' ? { keep: 'days', days: DEFAULT_DAYS } : { keep: choice },
    );
  return (
    <div className="q-rule">
      <Select<Choice>
        aria-label={label}
        disabled={disabled}
        value={rule?.keep ?? 'community'}
        onChange={choose}
        popupMatchSelectWidth={false}
        options={[
          ...(fallback
            ? [{ value: 'community' as const, label: t('textRule.asCommunity', { rule: words(fallback) }) }]
            : []),
          { value: 'forever', label: t('textRule.forever') },
          { value: 'days', label: t('textRule.daysRule') },
          { value: 'none', label: t('textRule.none') },
        ]}
      />
      {rule?.keep === 'days' ? (
        <InputNumber
          className="q-rule-days"
          aria-label={`${label}: ${t('textRule.days')}`}
          disabled={disabled}
          min={1}
          max={3650}
          precision={0}
          value={rule.days}
          onChange={(days) => onChange({ keep: 'days', days: days ?? DEFAULT_DAYS })}
        />
      ) : null}
    </div>
  );
}
