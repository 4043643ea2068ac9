import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type DateOrder,
  type Preview,
  sheetMappingSchema,
  type SheetMapping,
  type SheetOptions,
} from '../../../../../src/connectors/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import type { Group } from '../../api/communities.ts';
import { TextField } from '../community-settings/text-field.tsx';
import type { SheetChoice } from './sheet-options.ts';

const FIELDS = Object.keys(sheetMappingSchema.shape) as (keyof SheetMapping)[];
const ORDERS: readonly DateOrder[] = ['DMY', 'MDY', 'YMD'];

type Props = {
  preview: Preview | null;
  choice: SheetChoice;
  groups: readonly Group[];
  onChange: (choice: SheetChoice) => void;
};

/** Which group met, when, and what each column of the sheet holds. */
export function SheetChoices({ preview, choice, groups, onChange }: Props) {
  const { t } = useTranslation();
  const setSheet = (change: Partial<SheetOptions>) => onChange({ ...choice, sheet: { ...choice.sheet, ...change } });
  const asksOrder = choice.dateOrder !== undefined || preview?.ambiguities.some(({ option }) => option === 'dateOrder');
  return (
    <section className="q-panel">
      <div className="q-pair">
        <Field label={t('sheet.group')} hint={t('sheet.groupHint')}>
          {(control) => (
            <Select
              {...control}
              value={choice.group}
              options={groups.map(({ externalId, name }) => ({ value: externalId, label: name }))}
              onChange={(group: string) => onChange({ ...choice, group })}
            />
          )}
        </Field>
        <Field label={t('sheet.day')} hint={t('sheet.dayHint')}>
          {(control) => (
            <Input
              {...control}
              type="date"
              name="day"
              value={choice.sheet.day ?? preview?.sheet?.day ?? ''}
              onChange={(event) => setSheet({ day: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field label={t('sheet.time')} hint={t('sheet.timeHint')}>
          {(control) => (
            <Input
              {...control}
              type="time"
              name="time"
              value={choice.sheet.time}
              onChange={(event) => setSheet({ time: event.target.value || '12:00' })}
            />
          )}
        </Field>
        <TextField
          name="session"
          label={t('sheet.session')}
          hint={t('sheet.sessionHint')}
          most={120}
          value={choice.sheet.session ?? ''}
          onChange={(session) => setSheet({ session: session || undefined })}
        />
        {asksOrder ? (
          <Field label={t('sheet.dateOrder')}>
            {(control) => (
              <Select
                {...control}
                value={choice.dateOrder}
                options={ORDERS.map((value) => ({ value, label: t(`imports.value.${value}`) }))}
                onChange={(dateOrder: DateOrder) => onChange({ ...choice, dateOrder })}
              />
            )}
          </Field>
        ) : null}
      </div>
      {preview?.sheet ? (
        <Columns sheet={preview.sheet} onChange={(mapping) => setSheet({ mapping })} />
      ) : (
        <Skeleton rows={3} height={24} />
      )}
    </section>
  );
}

function Columns(props: { sheet: NonNullable<Preview['sheet']>; onChange: (mapping: SheetMapping) => void }) {
  const { columns, mapping } = props.sheet;
  const { t } = useTranslation();
  const samples = new Map(columns.map((column) => [column.name, column.samples]));
  return (
    <div className="q-column">
      <h2>{t('sheet.columns')}</h2>
      <div className="q-sheet-columns">
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={t(`sheet.column.${field}`)}
            hint={samples
              .get(mapping[field] ?? '')
              ?.slice(0, 2)
              .join(' · ')}
          >
            {(control) => (
              <Select
                {...control}
                allowClear
                placeholder={t('sheet.noColumn')}
                value={mapping[field]}
                options={columns.filter(({ name }) => name !== '').map(({ name }) => ({ value: name, label: name }))}
                onChange={(column?: string) => props.onChange({ ...mapping, [field]: column })}
              />
            )}
          </Field>
        ))}
      </div>
    </div>
  );
}
