import { Select } from 'antd';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClauseOf } from '../../../../../../src/modules/segments/rule.contract.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { MemberPicker } from '../member-picker.tsx';
import { One, Test } from './fields.tsx';
import { useRuleOptions } from './rule-options.tsx';

type Props<K extends 'ties' | 'value' | 'segment'> = {
  clause: ClauseOf<K>;
  onChange: (clause: ClauseOf<K>) => void;
};

const TIES = ['number', 'tiedTo', 'circle', 'isolated', 'tied', 'bridge', 'notBridge'] as const;
type Tie = (typeof TIES)[number];

const tieOf = (is: ClauseOf<'ties'>['is']): Tie => {
  if ('tiedTo' in is) return 'tiedTo';
  if ('circle' in is) return 'circle';
  if ('isolated' in is) return is.isolated ? 'isolated' : 'tied';
  if ('bridge' in is) return is.bridge ? 'bridge' : 'notBridge';
  return 'number';
};

/** Whom a member is tied to, to how many, in which circle, to nobody. */
export function TiesEditor({ clause, onChange }: Props<'ties'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { communityId, vocabulary, names } = useRuleOptions();
  const { is } = clause;
  const set = (next: ClauseOf<'ties'>['is']) => onChange({ kind: 'ties', is: next });
  const first: Record<Tie, () => ClauseOf<'ties'>['is']> = {
    number: () => ({ test: 'at_least', number: 5 }),
    tiedTo: () => ({ tiedTo: '' }),
    circle: () => ({ circle: vocabulary.circles[0]?.circle ?? 1 }),
    isolated: () => ({ isolated: true }),
    tied: () => ({ isolated: false }),
    bridge: () => ({ bridge: true }),
    notBridge: () => ({ bridge: false }),
  };
  return (
    <span className="q-rule-part">
      <One
        label={t('segments.field.ties')}
        value={tieOf(is)}
        options={TIES.map((value) => ({ value, label: t(`segments.tie.${value}`) }))}
        onChange={(next) => set(first[next]())}
      />
      {'tiedTo' in is ? (
        <MemberPicker
          communityId={communityId}
          label={t('segments.field.member')}
          value={is.tiedTo || undefined}
          name={is.tiedTo ? names.member(is.tiedTo) : undefined}
          onChange={(member) => set({ tiedTo: member?.memberId ?? '' })}
        />
      ) : 'circle' in is ? (
        <Select
          aria-label={t('segments.field.circle')}
          className="q-rule-one"
          popupMatchSelectWidth={false}
          value={is.circle}
          options={vocabulary.circles.map(({ circle, members }) => ({
            value: circle,
            label: `${t('network.circleNumber', { number: circle })} (${format.count(members)})`,
          }))}
          onChange={(circle: number) => set({ circle })}
        />
      ) : 'test' in is ? (
        <Test test={is.test} number={is.number} onChange={set} />
      ) : null}
    </span>
  );
}

const SCORES = [1, 2, 3, 4, 5] as const;

/** Quintiles of recency, frequency and amount; 5 is the best. */
export function ValueEditor({ clause, onChange }: Props<'value'>) {
  const { t } = useTranslation();
  const ranges = SCORES.flatMap((from) => SCORES.filter((to) => to >= from).map((to) => `${from}-${to}`));
  return (
    <>
      {(['recency', 'frequency', 'monetary'] as const).map((key) => (
        <span key={key} className="q-rule-part">
          <span>{t(`segments.field.${key}`)}</span>
          <One
            label={t(`segments.field.${key}`)}
            value={clause[key]?.join('-') ?? 'any'}
            options={[
              { value: 'any', label: t('segments.field.anyScore') },
              ...ranges.map((range) => {
                const [from, to] = range.split('-');
                return { value: range, label: from === to ? from! : `${from}–${to}` };
              }),
            ]}
            onChange={(next) => {
              const rest = Object.entries(clause).filter(([other]) => other !== key);
              const [from, to] = next.split('-').map(Number);
              onChange(Object.fromEntries(next === 'any' ? rest : [...rest, [key, [from, to]]]) as ClauseOf<'value'>);
            }}
          />
        </span>
      ))}
    </>
  );
}

/** Members of another segment; the one that is edited is not offered. */
export function SegmentEditor({ clause, onChange }: Props<'segment'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { segments } = useRuleOptions();
  const { segment: own } = useParams({ strict: false });
  return (
    <One
      label={t('segments.field.segment')}
      value={clause.segmentId || undefined}
      options={segments
        .filter(({ id }) => id !== own)
        .map(({ id, name, members }) => ({ value: id, label: `${name} (${format.count(members)})` }))}
      onChange={(segmentId) => onChange({ kind: 'segment', segmentId })}
    />
  );
}
