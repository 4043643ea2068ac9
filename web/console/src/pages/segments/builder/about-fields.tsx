import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../../ui/field.tsx';

/** What a segment is called, what it is for, and the tag it gives. */
export type About = { name: string; description: string; tag: string };

/** Fields for it. */
export function AboutFields({ value, onChange }: { value: About; onChange: (value: About) => void }) {
  const { t } = useTranslation();
  return (
    <section className="q-panel q-build-about">
      <Field label={t('segments.build.name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            required
            maxLength={80}
            value={value.name}
            onChange={(event) => onChange({ ...value, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('segments.build.tag')} hint={t('segments.build.tagHint')}>
        {(control) => (
          <Input
            {...control}
            name="tag"
            maxLength={60}
            value={value.tag}
            onChange={(event) => onChange({ ...value, tag: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('segments.build.description')}>
        {(control) => (
          <Input
            {...control}
            name="description"
            maxLength={500}
            value={value.description}
            onChange={(event) => onChange({ ...value, description: event.target.value })}
          />
        )}
      </Field>
    </section>
  );
}
