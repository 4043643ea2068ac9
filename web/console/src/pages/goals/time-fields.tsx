import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { instantText } from './zoned-time.ts';

/** A span that is being written, as local times of the community. */
export type WallSpan = { from: string; to: string };

/** The span as instants; undefined while a time is missing or the end does not come after the beginning. */
export function spanOf({ from, to }: WallSpan, zone: string): { from: string; to: string } | undefined {
  const [start, end] = [instantText(from, zone), instantText(to, zone)];
  return start && end && start < end ? { from: start, to: end } : undefined;
}

/** Two fields for the times from and to, which say at once when they do not fit. */
export function TimeFields(props: { value: WallSpan; zone: string; onChange: (span: WallSpan) => void }) {
  const { t } = useTranslation();
  const { value, zone, onChange } = props;
  const wrong = value.from !== '' && value.to !== '' && spanOf(value, zone) === undefined;
  return (
    <div className="q-goals-row">
      <Field label={t('goals.resource.from')}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={value.from}
            onChange={(event) => onChange({ ...value, from: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('goals.resource.to')} {...(wrong && { error: t('goals.resource.timeWrong') })}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={value.to}
            onChange={(event) => onChange({ ...value, to: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
