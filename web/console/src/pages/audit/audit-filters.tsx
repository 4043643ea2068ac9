import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { auditChoicesQuery } from '../../api/audit.ts';
import { actionName, subjectName } from './action-name.ts';
import type { AuditSearch } from './audit-search.ts';

/** Who, what, on what, from when to when. */
export function AuditFilters({ search, onChoose }: { search: AuditSearch; onChoose: (part: AuditSearch) => void }) {
  const { t } = useTranslation();
  const { data: choices } = useQuery(auditChoicesQuery);
  const pick = (
    key: 'actor' | 'action' | 'subjectKind',
    options: readonly { value: string; label: string }[] | undefined,
  ) => (
    <label>
      <span>{t(`audit.filter.${key}`)}</span>
      <Select
        allowClear
        aria-label={t(`audit.filter.${key}`)}
        placeholder={t('audit.filter.all')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={search[key]}
        loading={!choices}
        onChange={(value: string | undefined) => onChoose({ [key]: value })}
        options={options ? [...options] : []}
      />
    </label>
  );
  const day = (key: 'from' | 'to') => (
    <label>
      <span>{t(`audit.filter.${key}`)}</span>
      <input
        type="date"
        className="q-date"
        value={search[key] ?? ''}
        min={key === 'to' ? search.from : undefined}
        max={key === 'from' ? search.to : undefined}
        onChange={(event) => onChoose({ [key]: event.target.value || undefined })}
      />
    </label>
  );
  const chosen = Object.values(search).some(Boolean);
  return (
    <div className="q-audit-filters">
      {pick(
        'actor',
        choices?.actors.map(({ id, kind, name }) => ({
          value: id,
          label: kind === 'token' ? t('audit.token', { name }) : name,
        })),
      )}
      {pick(
        'action',
        choices?.actions.map((value) => ({ value, label: actionName(value, t) })),
      )}
      {pick(
        'subjectKind',
        choices?.subjectKinds.map((value) => ({ value, label: subjectName(value, t) })),
      )}
      {day('from')}
      {day('to')}
      {chosen ? (
        <Button
          type="link"
          onClick={() =>
            onChoose({
              actor: undefined,
              action: undefined,
              subjectKind: undefined,
              subjectId: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {t('audit.filter.clear')}
        </Button>
      ) : null}
    </div>
  );
}
