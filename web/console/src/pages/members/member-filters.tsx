import { CloseOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIVITY_TIERS, SILENT_KINDS, TIERS, VALUE_CELLS } from '../../../../../src/modules/insights/contract.ts';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { groupsQuery } from '../../api/communities.ts';
import { tagsQuery } from '../../api/members.ts';
import { AttributeFilters } from './attribute-filter.tsx';
import type { MemberSearch } from './member-search.ts';
import { NetworkFilters } from './network-filters.tsx';
import { SegmentFilters } from '../segments/segment-filter.tsx';

interface Props {
  search: MemberSearch;
  change: (next: Partial<MemberSearch>) => void;
  clear: (() => void) | undefined;
  communityId: string;
}

/** The filters of the list. Each writes into the address, so that a link or the back button brings it back. */
export function MemberFilters({ search, change, clear, communityId }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { data: groups = [] } = useQuery(groupsQuery(communityId));
  const { data: tags = [] } = useQuery(tagsQuery(communityId));
  const platforms = [...new Set(groups.map(({ platform }) => platform))].toSorted();
  const count = Object.entries(search).filter(
    ([key, value]) => value !== undefined && !['q', 'sort', 'order'].includes(key),
  ).length;
  const select = (
    key: 'tier' | 'silentKind' | 'activity' | 'value' | 'group' | 'platform' | 'tag',
    options: { value: string; label: React.ReactNode; text?: string }[],
  ) => (
    <Select
      allowClear
      aria-label={t(`members.filter.${key}`)}
      placeholder={t(`members.filter.${key}`)}
      popupMatchSelectWidth={false}
      value={search[key]}
      options={options}
      {...(options.length > 8 ? { showSearch: { optionFilterProp: 'text' } } : {})}
      onChange={(value) =>
        change({ [key]: value, ...(key === 'tier' ? { silentKind: undefined } : {}) } as Partial<MemberSearch>)
      }
      data-test={`filter-${key}`}
    />
  );
  return (
    <div className={`q-filters ${open ? 'q-filters-open' : ''}`} role="search">
      <Button
        className="q-filters-toggle"
        icon={<FilterOutlined />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('members.filters')}
        {count ? ` (${count})` : ''}
      </Button>
      <div className="q-filters-more">
        {select(
          'tier',
          TIERS.map((value) => ({ value, label: <TierBadge tier={value} /> })),
        )}
        {search.tier === 'silent' || search.silentKind
          ? select(
              'silentKind',
              SILENT_KINDS.map((value) => ({ value, label: words.silentKind(value) })),
            )
          : null}
        {select(
          'activity',
          ACTIVITY_TIERS.map((value) => ({ value, label: words.activityTier(value) })),
        )}
        {select(
          'value',
          VALUE_CELLS.map((value) => ({ value, label: words.valueCell(value) })),
        )}
        {groups.length
          ? select(
              'group',
              groups.map(({ id, name, platform }) => ({
                value: id,
                label: name || `${t('group.none')} (${platform})`,
                text: name,
              })),
            )
          : null}
        {platforms.length > 1
          ? select(
              'platform',
              platforms.map((value) => ({ value, label: t(`platform.${value}`, { defaultValue: value }) })),
            )
          : null}
        {tags.length
          ? select(
              'tag',
              tags.map(({ tag, members }) => ({ value: tag, label: `${tag} (${format.count(members)})`, text: tag })),
            )
          : null}
        <SegmentFilters search={search} change={change} />
        <NetworkFilters search={search} change={change} />
        <fieldset className="q-range">
          <legend className="q-hidden">{t('members.filter.joined')}</legend>
          <span aria-hidden>{t('members.filter.joined')}</span>
          <input
            type="date"
            aria-label={t('members.filter.joinedFrom')}
            value={search.joinedFrom ?? ''}
            max={search.joinedTo}
            onChange={(event) => change({ joinedFrom: event.target.value || undefined })}
          />
          <span aria-hidden>–</span>
          <input
            type="date"
            aria-label={t('members.filter.joinedTo')}
            value={search.joinedTo ?? ''}
            min={search.joinedFrom}
            onChange={(event) => change({ joinedTo: event.target.value || undefined })}
          />
        </fieldset>
        <AttributeFilters
          communityId={communityId}
          value={search.attribute ?? []}
          onChange={(attribute) => change({ attribute })}
        />
        {clear ? (
          <Button type="text" icon={<CloseOutlined />} onClick={clear}>
            {t('members.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

const PAUSE = 250;

/** Finds by name or account after a pause in typing, and not in the middle of composing a character. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (q: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(q.trim()), PAUSE);
  };
  return (
    <Input
      allowClear
      type="search"
      prefix={<SearchOutlined />}
      className="q-filters-q"
      name="q"
      aria-label={t('members.filter.q')}
      placeholder={t('members.filter.q')}
      value={text}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={(event) => {
        composing.current = false;
        later(event.currentTarget.value);
      }}
      onChange={(event) => {
        setText(event.target.value);
        if (!composing.current) later(event.target.value);
      }}
    />
  );
}
