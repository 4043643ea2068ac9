import { AutoComplete, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ClauseOf } from '../../../../../../src/modules/segments/rule.contract.ts';
import { DaysAgoField, Days, One, SpanField, Test, Whole } from './fields.tsx';
import { EventField } from './event-field.tsx';
import { useRuleOptions } from './rule-options.tsx';

type Props<K extends Parameters<typeof keep>[0]['kind']> = {
  clause: ClauseOf<K>;
  onChange: (clause: ClauseOf<K>) => void;
};

/** Without the span where there is none: the contract takes no empty field. */
function keep<Kind extends ClauseOf<'did' | 'sequence' | 'amount' | 'first-last' | 'words'>>(clause: Kind): Kind {
  return Object.fromEntries(Object.entries(clause).filter(([, value]) => value !== undefined)) as Kind;
}

const isNever = ({ test, number }: ClauseOf<'did'>): boolean => number === 0 && test !== 'at_least';

/** Did, or did not, so many times or on so many days. */
export function DidEditor({ clause, onChange }: Props<'did'>) {
  const { t } = useTranslation();
  const never = isNever(clause);
  const set = (next: Partial<ClauseOf<'did'>>) => onChange(keep({ ...clause, ...next }));
  return (
    <>
      <SpanField value={clause.span} onChange={(span) => set({ span: span as never })} />
      <EventField
        value={clause.event}
        onChange={(event) => set({ event })}
        before={
          <One
            label={t('segments.field.did')}
            value={never ? 'hasNot' : 'has'}
            options={(['has', 'hasNot'] as const).map((value) => ({ value, label: t(`segments.field.${value}`) }))}
            onChange={(next) =>
              set(next === 'hasNot' ? { test: 'exactly', number: 0, count: 'times' } : { test: 'at_least', number: 1 })
            }
          />
        }
      />
      {never ? null : (
        <span className="q-rule-part">
          <Test test={clause.test} number={clause.number} min={clause.test === 'at_least' ? 1 : 0} onChange={set} />
          <One
            label={t('segments.field.count')}
            value={clause.count}
            options={(['times', 'days'] as const).map((value) => ({ value, label: t(`segments.count.${value}`) }))}
            onChange={(count) => set({ count })}
          />
        </span>
      )}
    </>
  );
}

/** The first, or the latest time of something. */
export function FirstLastEditor({ clause, onChange }: Props<'first-last'>) {
  const { t } = useTranslation();
  return (
    <>
      <EventField
        value={clause.event}
        onChange={(event) => onChange({ ...clause, event })}
        before={
          <One
            label={t('segments.field.which')}
            value={clause.which}
            options={(['first', 'last'] as const).map((value) => ({ value, label: t(`segments.which.${value}`) }))}
            onChange={(which) => onChange({ ...clause, which })}
          />
        }
      />
      <DaysAgoField value={clause.when} onChange={(when) => onChange({ ...clause, when })} />
    </>
  );
}

/** The one, and later the other. */
export function SequenceEditor({ clause, onChange }: Props<'sequence'>) {
  const { t } = useTranslation();
  return (
    <>
      <EventField
        value={clause.first}
        onChange={(first) => onChange({ ...clause, first })}
        before={<span className="q-rule-word">{t('segments.field.first')}</span>}
      />
      <EventField
        value={clause.next}
        onChange={(next) => onChange({ ...clause, next })}
        before={<span className="q-rule-word">{t('segments.field.next')}</span>}
      />
      <span className="q-rule-part">
        <span>{t('segments.field.within')}</span>
        <Days
          value={clause.withinDays}
          unit={t('segments.field.days')}
          onChange={(withinDays) => onChange({ ...clause, withinDays })}
        />
      </span>
      <SpanField value={clause.span} onChange={(span) => onChange(keep({ ...clause, span: span as never }))} />
    </>
  );
}

/** Sum or average of an amount or of a property. */
export function AmountEditor({ clause, onChange }: Props<'amount'>) {
  const { t } = useTranslation();
  const { vocabulary } = useRuleOptions();
  const set = (next: Partial<ClauseOf<'amount'>>) => onChange(keep({ ...clause, ...next }));
  const numbers = vocabulary.properties.filter(
    ({ kind, type }) => type === 'number' && (clause.event.kinds as readonly string[]).includes(kind),
  );
  return (
    <>
      <SpanField value={clause.span} onChange={(span) => set({ span: span as never })} />
      <EventField value={clause.event} onChange={(event) => set({ event })} />
      <span className="q-rule-part">
        <AutoComplete
          aria-label={t('segments.field.property')}
          placeholder={t('segments.field.eventValue')}
          className="q-rule-one"
          allowClear
          value={clause.property ?? ''}
          options={[...new Set(numbers.map(({ path }) => path))].map((path) => ({ value: path }))}
          onChange={(property: string | undefined) => set({ property: (property || undefined) as never })}
        />
        <One
          label={t('segments.field.amountOf')}
          value={clause.of}
          options={(['sum', 'average'] as const).map((value) => ({ value, label: t(`segments.amountOf.${value}`) }))}
          onChange={(of) => set({ of })}
        />
        <Test test={clause.test} number={clause.number} min={-1e12} whole={false} onChange={set} />
      </span>
    </>
  );
}

/** Wrote words of a list. */
export function WordsEditor({ clause, onChange }: Props<'words'>) {
  const { t } = useTranslation();
  return (
    <>
      <SpanField value={clause.span} always onChange={(span) => span && onChange({ ...clause, span })} />
      <span className="q-rule-part q-rule-grow">
        <Select
          mode="tags"
          aria-label={t('segments.field.words')}
          placeholder={t('segments.field.words')}
          className="q-rule-many"
          value={clause.words}
          maxCount={50}
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、', ';', '；']}
          onChange={(words: string[]) =>
            onChange({ ...clause, words: words.map((word) => word.trim().slice(0, 60)).filter(Boolean) })
          }
        />
        <One
          label={t('segments.field.match')}
          value={clause.match}
          options={(['any', 'all'] as const).map((value) => ({ value, label: t(`segments.match.${value}`) }))}
          onChange={(match) => onChange({ ...clause, match })}
        />
      </span>
      <span className="q-rule-part">
        <span>{t('segments.test.at_least')}</span>
        <Whole
          label={t('segments.field.texts')}
          value={clause.times}
          min={1}
          max={1000}
          onChange={(times) => onChange({ ...clause, times })}
        />
        <span>{t('segments.field.textsUnit')}</span>
      </span>
    </>
  );
}
