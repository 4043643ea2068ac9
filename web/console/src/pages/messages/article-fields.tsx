import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import { Field } from '../../../../ui/field.tsx';

type Article = Extract<Content, { kind: 'article' }>;

/** Writes an article: what everybody who follows an account gets. */
export function ArticleFields({ value, onChange }: { value: Article; onChange: (content: Article) => void }) {
  const { t } = useTranslation();
  const line = (key: 'title' | 'author', max: number) => (
    <Field label={t(`messages.${key}`)}>
      {(control) => (
        <Input
          {...control}
          maxLength={max}
          value={value[key]}
          onChange={(event) => onChange({ ...value, [key]: event.target.value })}
        />
      )}
    </Field>
  );
  const address = (key: 'cover' | 'source') => (
    <Field label={t(`messages.${key}`)}>
      {(control) => (
        <Input
          {...control}
          type="url"
          maxLength={2000}
          placeholder="https://"
          value={value[key] ?? ''}
          onChange={(event) => onChange({ ...value, [key]: event.target.value || null })}
        />
      )}
    </Field>
  );
  return (
    <>
      {line('title', 200)}
      {line('author', 60)}
      <Field label={t('messages.digest')}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 2, maxRows: 5 }}
            maxLength={400}
            value={value.digest}
            onChange={(event) => onChange({ ...value, digest: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('messages.html')} hint={t('messages.htmlHint')}>
        {(control) => (
          <Input.TextArea
            {...control}
            spellCheck={false}
            autoSize={{ minRows: 6, maxRows: 20 }}
            maxLength={200_000}
            value={value.html}
            onChange={(event) => onChange({ ...value, html: event.target.value })}
          />
        )}
      </Field>
      {address('cover')}
      {address('source')}
    </>
  );
}
