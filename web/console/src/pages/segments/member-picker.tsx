import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberHits, type MemberRow } from '../../api/members.ts';

/** Finds one member by name or account. */
export function MemberPicker(props: {
  communityId: string;
  label: string;
  value: string | undefined;
  /** Name of the chosen one, who need not be among those found. */
  name: string | undefined;
  onChange: (member: Pick<MemberRow, 'memberId' | 'name'> | undefined) => void;
}) {
  const { communityId, label, value, name, onChange } = props;
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const { data, isFetching } = useQuery({
    ...memberHits(communityId, q),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const found = q ? (data?.rows ?? []) : [];
  const known = new Map(found.map((row) => [row.memberId, row.name]));
  if (value && !known.has(value)) known.set(value, name ?? '…');
  return (
    <Select
      aria-label={label}
      placeholder={t('segments.why.choose')}
      className="q-rule-wide"
      allowClear
      showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
      notFoundContent={q && !isFetching ? t('network.notFound') : null}
      value={value ?? null}
      options={[...known].map(([id, text]) => ({ value: id, label: text }))}
      onChange={(id: string | null) => onChange(id ? { memberId: id, name: known.get(id) ?? '' } : undefined)}
    />
  );
}
