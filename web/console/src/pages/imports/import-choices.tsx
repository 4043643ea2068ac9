import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  columnMappingSchema,
  type Ambiguity,
  type ColumnMapping,
  type Preview,
  type ReadOptions,
} from '../../../../../src/connectors/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { zoneLabel } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { communitiesOf } from './import-options.ts';

interface Props {
  preview: Preview;
  options: ReadOptions;
  onChange: (options: ReadOptions) => void;
  /** Which community of the file is meant, where it holds several. */
  source: string | undefined;
  onSource: (community: string) => void;
}

/** The choices that the file alone does not decide, each with the evidence for its proposal, and the columns of a CSV. */
export function ImportChoices({ preview, options, onChange, source, onSource }: Props) {
  const { t } = useTranslation();
  const open = preview.ambiguities.filter(({ option }) => option !== 'mapping');
  const communities = communitiesOf(preview);
  if (open.length === 0 && communities.length === 0 && !preview.columns) return null;
  return (
    <Panel title={t('imports.choices')}>
      <div className="q-choice-grid">
        {communities.length > 0 ? (
          <SourceCommunity communities={communities} source={source} onSource={onSource} />
        ) : null}
        {open.map((ambiguity) => (
          <Choice key={ambiguity.option} ambiguity={ambiguity} options={options} onChange={onChange} />
        ))}
      </div>
      {preview.columns ? (
        <Mapping
          columns={preview.columns}
          mapping={options.mapping}
          onChange={(mapping) => onChange({ ...options, mapping })}
        />
      ) : null}
    </Panel>
  );
}

function SourceCommunity(
  props: Pick<Props, 'source' | 'onSource'> & { communities: readonly { id: string; events: number }[] },
) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Field label={`${t('imports.choice.sourceCommunity')} *`} hint={t('source.hint')}>
      {(control) => (
        <Select
          {...control}
          data-test="source-community"
          placeholder={t('source.choose')}
          value={props.source}
          onChange={props.onSource}
          options={props.communities.map(({ id, events }) => ({
            value: id,
            label: t('source.option', { id, shown: format.exact(events) }),
          }))}
        />
      )}
    </Field>
  );
}

const zoneOptions = () =>
  Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: `${zone} (${zoneLabel(zone)})` }));

function Choice({ ambiguity, options, onChange }: { ambiguity: Ambiguity } & Pick<Props, 'options' | 'onChange'>) {
  const { t } = useTranslation();
  const { option, choices, evidence, required } = ambiguity;
  const value = options[option as Exclude<Ambiguity['option'], 'mapping'>];
  const set = (next: string | number | null | undefined) => onChange({ ...options, [option]: next ?? undefined });
  const label = `${t(`imports.choice.${option}`)}${required ? ' *' : ''}`;
  return (
    <Field label={label} hint={evidence}>
      {(control) =>
        option === 'timezone' ? (
          <Select {...control} showSearch value={value as string} options={zoneOptions()} onChange={set} />
        ) : option === 'year' ? (
          <InputNumber {...control} min={1990} max={2200} value={value as number} onChange={(next) => set(next)} />
        ) : choices?.length ? (
          <Select
            {...control}
            value={value as string}
            options={choices.map((choice) => ({
              value: choice,
              label: t(`imports.value.${choice}`, { defaultValue: choice }),
            }))}
            onChange={set}
          />
        ) : (
          <Input {...control} value={value as string} onChange={(event) => set(event.target.value || undefined)} />
        )
      }
    </Field>
  );
}

const FIELDS = Object.keys(columnMappingSchema.shape) as (keyof ColumnMapping)[];
const NEEDED: readonly (keyof ColumnMapping)[] = ['member', 'at'];

function Mapping(props: {
  columns: NonNullable<Preview['columns']>;
  mapping: ColumnMapping | undefined;
  onChange: (mapping: ColumnMapping) => void;
}) {
  const { t } = useTranslation();
  const { columns, mapping = { member: '', at: '' }, onChange } = props;
  const samples = new Map(columns.map(({ name, samples }) => [name, samples]));
  const ordered = [...NEEDED, ...FIELDS.filter((field) => !NEEDED.includes(field))];
  return (
    <table className="q-table q-table-start q-mapping">
      <caption>{t('imports.mapping')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('imports.field')}</th>
          <th scope="col">{t('imports.columnOfFile')}</th>
          <th scope="col">{t('imports.samples')}</th>
        </tr>
      </thead>
      <tbody>
        {ordered.map((field) => (
          <tr key={field}>
            <th scope="row">
              {t(`imports.fieldName.${field}`)}
              {NEEDED.includes(field) ? ' *' : ''}
            </th>
            <td>
              <Select
                allowClear={!NEEDED.includes(field)}
                aria-label={t(`imports.fieldName.${field}`)}
                placeholder={t('imports.noColumn')}
                popupMatchSelectWidth={false}
                value={mapping[field] || undefined}
                options={columns.map(({ name }) => ({ value: name, label: name }))}
                onChange={(column?: string) =>
                  onChange({ ...mapping, [field]: column ?? (NEEDED.includes(field) ? '' : undefined) })
                }
              />
            </td>
            <td className="q-faint q-samples">{(samples.get(mapping[field] ?? '') ?? []).slice(0, 3).join(' · ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
