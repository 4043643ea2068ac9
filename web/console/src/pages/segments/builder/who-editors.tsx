import { AutoComplete } from 'antd';
import { useTranslation } from 'react-i18next';
import { STAGES } from '../../../../../../src/modules/insights/contract.ts';
import type { AttributeFilter, AttributeValue } from '../../../../../../src/modules/members/contract.ts';
import {
  BUILT_IN_SCHEMES,
  type BuiltInScheme,
  type ClauseOf,
  NO_TIER,
} from '../../../../../../src/modules/segments/rule.contract.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { AttributeInput } from '../../members/attribute-input.tsx';
import { ATTRIBUTE_TESTS_OF } from '../../members/attribute-tests.ts';
import { useAttributeWords } from '../../members/attribute-words.ts';
import { DaysAgoField, Many, One } from './fields.tsx';
import { useRuleOptions } from './rule-options.tsx';
import { isBuiltIn } from './rule-words.ts';

type Props<K extends 'attribute' | 'tag' | 'tier' | 'stage' | 'platform' | 'group' | 'joined'> = {
  clause: ClauseOf<K>;
  onChange: (clause: ClauseOf<K>) => void;
};

const needsValue = (test: AttributeFilter['test']): boolean => test !== 'any' && test !== 'none';

/** A text of the rule as the control of its type takes it, and back. */
const fromText = (type: string, value: string): AttributeValue | undefined =>
  value === '' ? undefined : type === 'number' ? Number(value) : type === 'boolean' ? value === 'true' : value;

/** An attribute compared with a value of its type. */
export function AttributeEditor({ clause, onChange }: Props<'attribute'>) {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const { attributes } = useRuleOptions();
  const definition = attributes.find(({ key }) => key === clause.key);
  const label = (test: AttributeFilter['test']) =>
    definition?.type === 'date' && (test === 'from' || test === 'to')
      ? t(`attribute.dateTest.${test}`)
      : t(`attribute.test.${test}`);
  // Of several choices one is asked for at a time.
  const single = definition?.type === 'choices' ? { ...definition, type: 'choice' as const } : definition;
  return (
    <span className="q-rule-part">
      <One
        label={t('segments.field.attribute')}
        value={definition?.key}
        options={attributes.map((one) => ({ value: one.key, label: words.name(one) }))}
        onChange={(key) => onChange({ kind: 'attribute', key, test: 'is', value: '' })}
      />
      {definition ? (
        <One
          label={t('segments.field.test')}
          value={clause.test}
          options={ATTRIBUTE_TESTS_OF[definition.type].map((value) => ({ value, label: label(value) }))}
          onChange={(test) => onChange({ ...clause, test, value: needsValue(test) ? clause.value : '' })}
        />
      ) : null}
      {single && needsValue(clause.test) ? (
        <span className="q-rule-value">
          <AttributeInput
            definition={single}
            value={fromText(single.type, clause.value)}
            onChange={(value) => onChange({ ...clause, value: value === undefined ? '' : String(value) })}
          />
        </span>
      ) : null}
    </span>
  );
}

export function TagEditor({ clause, onChange }: Props<'tag'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { vocabulary } = useRuleOptions();
  return (
    <AutoComplete
      aria-label={t('segments.field.tag')}
      placeholder={t('segments.field.tag')}
      className="q-rule-wide"
      popupMatchSelectWidth={false}
      value={clause.tag}
      maxLength={60}
      options={vocabulary.tags
        .filter(({ tag }) => tag.includes(clause.tag))
        .map(({ tag, members }) => ({ value: tag, label: `${tag} (${format.count(members)})` }))}
      onChange={(tag: string) => onChange({ kind: 'tag', tag })}
    />
  );
}

/** Tiers of a built-in scheme, or of one's own. */
export function TierEditor({ clause, onChange }: Props<'tier'>) {
  const { t } = useTranslation();
  const { schemes, names } = useRuleOptions();
  const own = schemes.find(({ id }) => id === clause.scheme);
  const tiers = isBuiltIn(clause.scheme)
    ? BUILT_IN_SCHEMES[clause.scheme].map((tier) => ({ value: tier, label: names.tier(clause.scheme, tier) ?? tier }))
    : [
        ...(own?.tiers.map(({ segmentId, name }) => ({ value: segmentId, label: name })) ?? []),
        { value: NO_TIER, label: t('segments.noTier') },
      ];
  return (
    <span className="q-rule-part q-rule-grow">
      <One
        label={t('segments.field.scheme')}
        value={clause.scheme}
        options={[
          ...(Object.keys(BUILT_IN_SCHEMES) as BuiltInScheme[]).map((value) => ({
            value: value as string,
            label: t(`segments.scheme.${value}`),
          })),
          ...schemes.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(scheme) => onChange({ kind: 'tier', scheme, in: [] })}
      />
      <Many
        label={t('segments.field.tiers')}
        value={clause.in}
        options={tiers}
        onChange={(chosen) => onChange({ ...clause, in: chosen })}
      />
    </span>
  );
}

export function StageEditor({ clause, onChange }: Props<'stage'>) {
  const { t } = useTranslation();
  const { names } = useRuleOptions();
  return (
    <Many
      label={t('segments.field.stages')}
      value={clause.in}
      options={STAGES.map((value) => ({ value, label: names.stage(value) }))}
      onChange={(chosen) => onChange({ kind: 'stage', in: chosen as ClauseOf<'stage'>['in'] })}
    />
  );
}

export function PlatformEditor({ clause, onChange }: Props<'platform'>) {
  const { t } = useTranslation();
  const { vocabulary, names } = useRuleOptions();
  return (
    <Many
      label={t('segments.field.platforms')}
      value={clause.in}
      options={vocabulary.platforms.map((value) => ({ value, label: names.platform(value) }))}
      onChange={(chosen) => onChange({ kind: 'platform', in: chosen })}
    />
  );
}

export function GroupEditor({ clause, onChange }: Props<'group'>) {
  const { t } = useTranslation();
  const { vocabulary } = useRuleOptions();
  return (
    <Many
      label={t('segments.field.groups')}
      value={clause.in}
      most={200}
      options={vocabulary.groups.map(({ id, name }) => ({ value: id, label: name || t('group.none') }))}
      onChange={(chosen) => onChange({ kind: 'group', in: chosen })}
    />
  );
}

export function JoinedEditor({ clause, onChange }: Props<'joined'>) {
  return <DaysAgoField value={clause.when} onChange={(when) => onChange({ kind: 'joined', when })} />;
}
