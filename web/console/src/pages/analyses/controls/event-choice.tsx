import { FilterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Input, InputNumber, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventFilter } from '../../../../../../src/modules/analyses/common.contract.ts';
import { EVENT_KINDS } from '../../../../../../src/modules/events/contract.ts';
import { groupsQuery } from '../../../api/communities.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import { Control } from './control.tsx';

const KINDS = Object.keys(EVENT_KINDS);
const OPS = ['is', 'is_not', 'min', 'max'] as const;

type Property = NonNullable<EventFilter['properties']>[number];

/** Which events are meant: their kinds, and behind the funnel their groups, value and properties. */
export function EventChoice(props: {
  label: string;
  value: EventFilter;
  none: string;
  onChange: (filter: EventFilter) => void;
}) {
  const { label, value, none, onChange } = props;
  const { t } = useTranslation();
  const narrowed =
    Number((value.groups?.length ?? 0) > 0) + Number(value.value !== undefined) + (value.properties?.length ?? 0);
  return (
    <Control label={label}>
      <div className="q-control-row">
        <Select
          mode="multiple"
          aria-label={label}
          className="q-control-many"
          placeholder={none}
          maxTagCount={2}
          popupMatchSelectWidth={false}
          value={value.kinds}
          options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(kinds: string[]) => onChange({ ...value, kinds })}
        />
        <Popover
          trigger="click"
          placement="bottomRight"
          destroyOnHidden
          content={<EventConditions value={value} onChange={onChange} />}
        >
          <Badge count={narrowed} size="small" color="var(--q-accent-strong)">
            <Button icon={<FilterOutlined />} aria-label={`${t('analysis.conditions')}: ${label}`} />
          </Badge>
        </Popover>
      </div>
    </Control>
  );
}

/** Taken over by a button: each digit of a value would ask the server. */
function EventConditions({ value, onChange }: { value: EventFilter; onChange: (filter: EventFilter) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups = [] } = useQuery(groupsQuery(community.id));
  const [draft, setDraft] = useState(value);
  const properties = draft.properties ?? [];
  const setProperty = (at: number, next: Partial<Property>) =>
    setDraft({ ...draft, properties: properties.map((one, index) => (index === at ? { ...one, ...next } : one)) });
  const bound = (key: 'min' | 'max') => (
    <InputNumber
      aria-label={t(`analysis.value.${key}`)}
      placeholder={t(`analysis.value.${key}`)}
      value={draft.value?.[key] ?? null}
      onChange={(next) => setDraft({ ...draft, value: { ...draft.value, [key]: next ?? undefined } })}
    />
  );
  return (
    <form
      className="q-form q-conditions"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(clean(draft));
      }}
    >
      <div className="q-field">
        <span>{t('analysis.inGroups')}</span>
        <Select
          mode="multiple"
          aria-label={t('analysis.inGroups')}
          placeholder={t('analysis.allGroups')}
          value={draft.groups ?? []}
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(chosen: string[]) => setDraft({ ...draft, groups: chosen })}
        />
      </div>
      <div className="q-field">
        <span>{t('analysis.value.title')}</span>
        <div className="q-control-row">
          {bound('min')} – {bound('max')}
        </div>
      </div>
      {properties.map((property, at) => (
        <div key={at} className="q-control-row">
          <Input
            aria-label={t('analysis.property.key')}
            placeholder={t('analysis.property.key')}
            value={property.key}
            onChange={(event) => setProperty(at, { key: event.target.value })}
          />
          <Select
            aria-label={t('analysis.property.op')}
            value={property.op}
            popupMatchSelectWidth={false}
            options={OPS.map((op) => ({ value: op, label: t(`analysis.op.${op}`) }))}
            onChange={(op) => setProperty(at, { op })}
          />
          <Input
            aria-label={t('analysis.property.value')}
            placeholder={t('analysis.property.value')}
            value={String(property.value)}
            onChange={(event) => setProperty(at, { value: event.target.value })}
          />
        </div>
      ))}
      <div className="q-form-actions">
        <Button type="primary" htmlType="submit">
          {t('analysis.apply')}
        </Button>
        <Button
          disabled={properties.length >= 5}
          onClick={() => setDraft({ ...draft, properties: [...properties, { key: '', op: 'is', value: '' }] })}
        >
          {t('analysis.property.add')}
        </Button>
      </div>
    </form>
  );
}

/** Without what was left empty; numbers as numbers where they are compared. */
export function clean({ kinds, groups, platforms, value, properties }: EventFilter): EventFilter {
  const asked = (properties ?? [])
    .filter(({ key }) => key.trim() !== '')
    .map((property) => ({ ...property, key: property.key.trim(), value: typed(property) }));
  const bounded = value && (value.min !== undefined || value.max !== undefined);
  return {
    kinds,
    ...(groups && groups.length > 0 ? { groups } : {}),
    ...(platforms && platforms.length > 0 ? { platforms } : {}),
    ...(bounded ? { value } : {}),
    ...(asked.length > 0 ? { properties: asked } : {}),
  };
}

function typed({ op, value }: Property): Property['value'] {
  const text = String(value).trim();
  if (op === 'min' || op === 'max') return Number(text) || 0;
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
