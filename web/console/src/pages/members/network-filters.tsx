import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MemberSearch } from './member-search.ts';

/** Filters that the network page set: each as a label that takes it off again. */
export function NetworkFilters(props: { search: MemberSearch; change: (next: Partial<MemberSearch>) => void }) {
  const { t } = useTranslation();
  const { circle, bridge, isolated } = props.search;
  const shown: [keyof MemberSearch, string][] = [];
  if (circle !== undefined) shown.push(['circle', t('network.filter.circle', { number: circle })]);
  if (bridge !== undefined) shown.push(['bridge', t(`network.filter.${bridge ? 'bridge' : 'notBridge'}`)]);
  if (isolated !== undefined) shown.push(['isolated', t(`network.filter.${isolated ? 'isolated' : 'tied'}`)]);
  return shown.map(([key, label]) => (
    <Tag key={key} closable onClose={() => props.change({ [key]: undefined })}>
      {label}
    </Tag>
  ));
}
