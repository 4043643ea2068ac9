import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberHits } from '../../api/members.ts';

const PAUSE = 200;

/** Finds a member by name or account as one types. */
export function FindMember(props: {
  communityId: string;
  label: string;
  value: string | undefined;
  onChange: (memberId: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isFetching } = useQuery({ ...memberHits(props.communityId, q), enabled: q !== '' });
  return (
    <Select
      className="q-network-find"
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      aria-label={props.label}
      placeholder={props.label}
      value={props.value ?? null}
      loading={isFetching}
      notFoundContent={q === '' || isFetching ? null : t('network.notFound')}
      options={(q === '' ? [] : (data?.rows ?? [])).map((row) => ({
        value: row.memberId,
        label: row.name === row.member ? row.name : `${row.name} (${row.member})`,
      }))}
      onChange={(value: string | null) => props.onChange(value ?? undefined)}
    />
  );
}
