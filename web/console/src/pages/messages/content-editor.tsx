import { Button, Input, Segmented } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import './messages.css';

/** The kinds that are written here; forms and articles belong to one platform. */
export const WRITTEN = ['text', 'image', 'card'] as const;
export type Written = Extract<Content, { kind: (typeof WRITTEN)[number] }>;

export const isWritten = (content: Content): content is Written =>
  (WRITTEN as readonly string[]).includes(content.kind);

/** A variable that can be put into the words: `{{name}}`. */
export type Variable = { name: string; label: string };

/** The words of a content when it becomes another kind. */
const wordsOf = (content: Written): string => (content.kind === 'image' ? content.caption : content.text);

const become = (kind: Written['kind'], from: Written): Written => {
  const url = 'url' in from ? from.url : '';
  const words = wordsOf(from);
  if (kind === 'text') return { kind, text: words };
  if (kind === 'image') return { kind, url, caption: words };
  return { kind, title: 'title' in from ? from.title : '', text: words, url, image: null };
};

/** Whether a content says everything that its kind needs. */
export function isWhole(content: Written): boolean {
  if (content.kind === 'text') return content.text.trim() !== '';
  if (!URL.canParse(content.url)) return false;
  return content.kind === 'image' || content.title.trim() !== '';
}

/** Writes a message: its kind, its words, and the variables that can stand in them. */
export function ContentEditor(props: {
  value: Written;
  onChange: (content: Written) => void;
  variables?: readonly Variable[];
  kinds?: readonly Written['kind'][];
  rows?: number;
}) {
  const { t } = useTranslation();
  const { value, onChange, variables = [], kinds = WRITTEN, rows = 4 } = props;
  const words = useRef<HTMLDivElement>(null);
  const setWords = (text: string) => onChange(value.kind === 'image' ? { ...value, caption: text } : { ...value, text });
  const insert = (name: string) => {
    const area = words.current?.querySelector('textarea');
    const text = wordsOf(value);
    const from = area?.selectionStart ?? text.length;
    const put = `{{${name}}}`;
    setWords(text.slice(0, from) + put + text.slice(area?.selectionEnd ?? from));
    // After the words are drawn.
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + put.length, from + put.length);
    });
  };
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
      <div ref={words}>
        <Field label={t(value.kind === 'image' ? 'messages.caption' : 'messages.words')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: rows, maxRows: 14 }}
              maxLength={value.kind === 'text' ? 20_000 : 2000}
              value={wordsOf(value)}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        {variables.length > 0 ? (
          <div className="q-message-variables">
            <span className="q-faint">{t('messages.insert')}</span>
            {variables.map(({ name, label }) => (
              <Button key={name} size="small" onClick={() => insert(name)} title={`{{${name}}}`}>
                {label}
              </Button>
            ))}
          </div>
        ) : null}
      </div>
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
    </div>
  );
}
