import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

type Fields = Record<string, unknown> | null;

/** A value as one reads it: texts as they are, lists with commas, nothing as a dash. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(showValue).join(', ');
  if (typeof value === 'object') return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  return String(value);
}

const WORDS: Record<string, string> = { role: 'role', rights: 'right' };

/** A role or right in the reader's words; everything else as it is. */
function inWords(name: string, value: unknown, t: TFunction): unknown {
  const prefix = WORDS[name];
  if (!prefix) return value;
  const word = (one: unknown) => t(`${prefix}.${String(one).replaceAll('.', '_')}`, { defaultValue: String(one) });
  return Array.isArray(value) ? value.map(word) : word(value);
}

/** Field by field, what it was and what it became; a field that was not there before, or is gone, has one side only. */
export function ChangedFields({ before, after }: { before: Fields; after: Fields }) {
  const { t } = useTranslation();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const side = (fields: Fields, name: string, as: 'del' | 'ins') => {
    if (!fields || !(name in fields)) return null;
    const text = showValue(inWords(name, fields[name], t));
    return as === 'del' ? <del title={t('audit.before')}>{text}</del> : <ins title={t('audit.after')}>{text}</ins>;
  };
  return (
    <dl className="q-changes">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {side(before, name, 'del')}
            {side(after, name, 'ins')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
