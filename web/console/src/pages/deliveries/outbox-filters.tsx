import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REASONS, SOURCE_KINDS } from '../../../../../src/modules/delivery/contract.ts';
import { quotasQuery } from '../../api/deliveries.ts';
import { memberQuery } from '../../api/members.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useSettled } from '../../shell/use-settled.ts';
import { MemberPicker } from '../segments/member-picker.tsx';
import type { DeliveriesSearch } from './deliveries-search.ts';
import { useReason } from './use-reason.ts';

const NOTHING: DeliveriesSearch = {
  q: undefined,
  fate: undefined,
  source: undefined,
  sourceId: undefined,
  connection: undefined,
  member: undefined,
  why: undefined,
  from: undefined,
  to: undefined,
};

/** What is looked for: words, whence, over which connection, to whom, why, and when it was asked for. */
export function OutboxFilters({
  search,
  onChoose,
}: {
  search: DeliveriesSearch;
  onChoose: (part: DeliveriesSearch) => void;
}) {
  const { t } = useTranslation();
  const community = useCommunity();
  const reason = useReason();
  const { data: quotas } = useQuery(quotasQuery(community.id));
  const { data: member } = useQuery({
    ...memberQuery(community.id, search.member ?? ''),
    enabled: search.member !== undefined,
  });
  const reasons = REASONS as readonly string[];
  const pick = (key: 'source' | 'connection' | 'why', options: { value: string; label: string }[] | undefined) => (
    <label>
      <span>{t(`deliveries.filter.${key}`)}</span>
      <Select
        allowClear
        aria-label={t(`deliveries.filter.${key}`)}
        placeholder={t('deliveries.filter.all')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={search[key]}
        onChange={(value: string | undefined) =>
          onChoose({ [key]: value, ...(key === 'source' && { sourceId: undefined }) })
        }
        options={options ?? []}
      />
    </label>
  );
  const day = (key: 'from' | 'to') => (
    <label>
      <span>{t(`deliveries.filter.${key}`)}</span>
      <input
        type="date"
        className="q-outbox-date"
        value={search[key] ?? ''}
        min={key === 'to' ? search.from : undefined}
        max={key === 'from' ? search.to : undefined}
        onChange={(event) => onChoose({ [key]: event.target.value || undefined })}
      />
    </label>
  );
  return (
    <div className="q-outbox-filters">
      <WordsField value={search.q} onChange={(q) => onChoose({ q })} />
      {pick(
        'source',
        SOURCE_KINDS.map((value) => ({ value, label: t(`deliveries.sources.${value}`) })),
      )}
      {pick(
        'connection',
        quotas?.connections.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {pick(
        'why',
        (search.why && !reasons.includes(search.why) ? [search.why, ...reasons] : reasons).map((value) => ({
          value,
          label: reason(value),
        })),
      )}
      <label>
        <span>{t('deliveries.filter.member')}</span>
        <MemberPicker
          communityId={community.id}
          label={t('deliveries.filter.member')}
          value={search.member}
          name={member?.name}
          onChange={(found) => onChoose({ member: found?.memberId })}
        />
      </label>
      {day('from')}
      {day('to')}
      {search.sourceId ? (
        <Button onClick={() => onChoose({ sourceId: undefined })}>{t('deliveries.filter.oneSource')}</Button>
      ) : null}
      {Object.values(search).some(Boolean) ? (
        <Button type="link" onClick={() => onChoose(NOTHING)}>
          {t('deliveries.filter.clear')}
        </Button>
      ) : null}
    </div>
  );
}

function WordsField({
  value = '',
  onChange,
}: {
  value: string | undefined;
  onChange: (q: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const settled = useSettled(text.trim(), 400);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    // Cleared or chosen elsewhere, not what was typed here.
    if (value !== settled) setText(value);
  }
  useEffect(() => {
    if (settled !== value && settled === text.trim()) onChange(settled || undefined);
    // Only when the typing has come to rest; a filter that changes elsewhere must not write the words anew.
  }, [settled]);
  return (
    <label className="q-outbox-words">
      <span>{t('deliveries.filter.q')}</span>
      <Input
        allowClear
        type="search"
        maxLength={200}
        placeholder={t('deliveries.filter.qHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
