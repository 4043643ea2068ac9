import { useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { memberHits, memberQuery } from '../../api/members.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Finds members by name and keeps those that are chosen. */
export function MembersField({ value, onChange }: { value: readonly string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [q, setQ] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const { data, isFetching } = useQuery({ ...memberHits(community.id, q), enabled: q !== '' });
  const found = q ? (data?.rows ?? []) : [];
  const names = new Map([...known, ...found.map((row) => [row.memberId, row.name] as const)]);
  // Those that came with the address have no name yet.
  const unnamed = value.filter((id) => !names.has(id)).slice(0, 20);
  const portraits = useQueries({ queries: unnamed.map((id) => memberQuery(community.id, id)) });
  unnamed.forEach((id, at) => names.set(id, portraits[at]?.data?.name ?? '…'));
  return (
    <Field label={t('deliveries.compose.members')}>
      {({ id }) => (
        <Select
          id={id}
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
          placeholder={t('deliveries.compose.findMembers')}
          notFoundContent={q && !isFetching ? t('network.notFound') : null}
          value={[...value]}
          onChange={(ids: string[]) => {
            setKnown(names);
            onChange(ids);
          }}
          options={[...names].map(([member, name]) => ({ value: member, label: name }))}
        />
      )}
    </Field>
  );
}
