import { Button, Input, Segmented } from 'antd';
import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { ArticleFields } from './article-fields.tsx';
import { FormFields } from './form-fields.tsx';
import './messages.css';

/** The kinds that every platform can show, if only as text; forms and articles belong to few. */
export const WRITTEN = ['text', 'image', 'card'] as const;
export type Written = Extract<Content, { kind: (typeof WRITTEN)[number] }>;

export const isWritten = (content: Content): content is Written =>
  (WRITTEN as readonly string[]).includes(content.kind);

/** A variable that can be put into the words: `{{name}}`. */
export type Variable = { name: string; label: string };

/** The words of a content when it becomes another kind. */
function wordsOf(content: Content): string {
  if (content.kind === 'image') return content.caption;
  if (content.kind === 'article') return content.digest;
  return content.kind === 'template' ? (Object.values(content.fields)[0] ?? '') : content.text;
}

const become = (kind: Content['kind'], from: Content): Content => {
  const url = ('url' in from && from.url) || '';
  const title = 'title' in from ? from.title : '';
  const words = wordsOf(from);
  switch (kind) {
    case 'text':
      return { kind, text: words };
    case 'image':
      return { kind, url, caption: words };
    case 'card':
      return { kind, title, text: words, url, image: null };
    case 'template':
      return { kind, template: '', fields: { first: words }, url: url || null };
    case 'article':
      return { kind, title, author: '', digest: words.slice(0, 400), html: '', cover: null, source: null };
  }
};

const isAddress = (text: string | null): boolean => text === null || URL.canParse(text);

/** Whether a content says everything that its kind needs. */
export function isWhole(content: Content): boolean {
  switch (content.kind) {
    case 'text':
      return content.text.trim() !== '';
    case 'image':
      return isAddress(content.url);
    case 'card':
      return isAddress(content.url) && isAddress(content.image) && content.title.trim() !== '';
    case 'template':
      return content.template.trim() !== '' && isAddress(content.url);
    case 'article':
      return (
        content.title.trim() !== '' &&
        content.html.trim() !== '' &&
        isAddress(content.cover) &&
        isAddress(content.source)
      );
  }
}

/** Writes a message: its kind, its words, and the variables that can stand in them. */
export function ContentEditor<Kind extends Content = Written>(props: {
  value: Kind;
  onChange: (content: Kind) => void;
  variables?: readonly Variable[];
  kinds?: readonly Kind['kind'][];
  rows?: number;
}) {
  const { t } = useTranslation();
  const { variables = [], rows = 4 } = props;
  const kinds: readonly Content['kind'][] = props.kinds ?? WRITTEN;
  const value: Content = props.value;
  // What is written here is of one of the kinds that were offered.
  const onChange = props.onChange as (content: Content) => void;
  const words = useRef<HTMLDivElement>(null);
  return (
    <div className="q-message-editor">
      {kinds.length > 1 ? (
        <Segmented
          aria-label={t('messages.kind')}
          value={value.kind}
          onChange={(kind) => onChange(become(kind, value))}
          options={kinds.map((kind) => ({ value: kind, label: t(`messages.kinds.${kind}`) }))}
        />
      ) : null}
      <div ref={words} className="q-message-editor">
        {value.kind === 'article' ? (
          <ArticleFields value={value} onChange={onChange} />
        ) : value.kind === 'template' ? (
          <FormFields value={value} onChange={onChange} />
        ) : (
          <WordsFields value={value} onChange={onChange} rows={rows} />
        )}
      </div>
      {variables.length > 0 ? <VariableButtons within={words} variables={variables} /> : null}
    </div>
  );
}

/** Buttons that put a variable where the cursor was last in one of the fields of `within`. */
function VariableButtons({
  within,
  variables,
}: {
  within: RefObject<HTMLElement | null>;
  variables: readonly Variable[];
}) {
  const { t } = useTranslation();
  const last = useRef<HTMLTextAreaElement | HTMLInputElement>(null);
  useEffect(() => {
    const room = within.current;
    const note = ({ target }: FocusEvent) => {
      if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text'))
        last.current = target;
    };
    room?.addEventListener('focusin', note);
    return () => room?.removeEventListener('focusin', note);
  }, [within]);
  const insert = (name: string) => {
    const field = last.current?.isConnected ? last.current : within.current?.querySelector('textarea');
    field?.focus();
    // Typed for the operator: the field tells its owner by itself, and undo takes it back.
    if (field) document.execCommand('insertText', false, `{{${name}}}`);
  };
  return (
    <div className="q-message-variables">
      <span className="q-faint">{t('messages.insert')}</span>
      {variables.map(({ name, label }) => (
        <Button
          key={name}
          size="small"
          title={`{{${name}}}`}
          // The field keeps its cursor.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => insert(name)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

function WordsFields({
  value,
  onChange,
  rows,
}: {
  value: Written;
  onChange: (content: Content) => void;
  rows: number;
}) {
  const { t } = useTranslation();
  return (
    <>
      {value.kind === 'card' ? (
        <Field label={t('messages.title')}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={value.title}
              onChange={(event) => onChange({ ...value, title: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <Field label={t(value.kind === 'image' ? 'messages.caption' : 'messages.words')}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: rows, maxRows: 14 }}
            maxLength={value.kind === 'text' ? 20_000 : 2000}
            value={wordsOf(value)}
            onChange={({ target: { value: text } }) =>
              onChange(value.kind === 'image' ? { ...value, caption: text } : { ...value, text })
            }
          />
        )}
      </Field>
      {value.kind === 'text' ? null : (
        <Field label={t(value.kind === 'image' ? 'messages.imageAddress' : 'messages.address')}>
          {(control) => (
            <Input
              {...control}
              type="url"
              maxLength={2000}
              placeholder="https://"
              value={value.url}
              onChange={(event) => onChange({ ...value, url: event.target.value })}
            />
          )}
        </Field>
      )}
      {value.kind === 'card' ? (
        <Field label={t('messages.imageAddress')} hint={t('messages.imageHint')}>
          {(control) => (
            <Input
              {...control}
              type="url"
              maxLength={2000}
              placeholder="https://"
              value={value.image ?? ''}
              onChange={(event) => onChange({ ...value, image: event.target.value || null })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
