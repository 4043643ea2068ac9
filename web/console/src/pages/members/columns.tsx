import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { Avatar } from '../../../../ui/avatar.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import type { MEMBER_SORTS } from '../../../../../src/modules/insights/members.contract.ts';
import type { ListedAttribute } from '../../api/member-work.ts';
import type { MemberRow } from '../../api/members.ts';
import { useAttributeWords } from './attribute-words.ts';

export type MemberSort = (typeof MEMBER_SORTS)[number];

/** One column of the member list; `sort` is the key the API sorts by, where it can. */
export interface Column {
  key: string;
  label: string;
  /** Least width in pixels, and how much of the room left over it takes. */
  min: number;
  grow?: number;
  sort?: MemberSort;
  first?: 'asc' | 'desc';
  end?: boolean;
  cell: (row: MemberRow) => ReactNode;
}

/** Columns in their order; the first is always shown. */
export function useColumns(asOf: string | undefined, attributes: readonly ListedAttribute[]): Column[] {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const attributeWords = useAttributeWords();
  const ago = (day: string | null) =>
    day ? (
      <span title={format.day(day)}>{format.daysBefore(day, asOf ?? day)}</span>
    ) : (
      <span className="q-faint">{t('members.neverActive')}</span>
    );
  return [
    {
      key: 'name',
      label: t('members.column.name'),
      min: 180,
      grow: 2,
      sort: 'name',
      first: 'asc',
      cell: (row) => (
        <span className="q-member-name">
          <Avatar name={row.name} id={row.memberId} size={26} />
          <span>{row.name}</span>
        </span>
      ),
    },
    {
      key: 'tier',
      label: t('members.column.tier'),
      min: 150,
      grow: 1,
      sort: 'tier',
      first: 'asc',
      cell: (row) => (
        <span className="q-member-tier">
          <TierBadge tier={row.tier} />
          {row.silentKind ? <small className="q-faint">{words.silentKind(row.silentKind)}</small> : null}
        </span>
      ),
    },
    {
      key: 'value',
      label: t('members.column.value'),
      min: 92,
      grow: 0.8,
      sort: 'value',
      first: 'desc',
      cell: (row) => (row.value ? words.valueCell(row.value) : '—'),
    },
    {
      key: 'activeDays28',
      label: t('members.column.activeDays28'),
      min: 88,
      sort: 'activeDays28',
      first: 'desc',
      end: true,
      cell: (row) => format.exact(row.activeDays28),
    },
    {
      key: 'contributions28',
      label: t('members.column.contributions28'),
      min: 88,
      sort: 'contributions28',
      first: 'desc',
      end: true,
      cell: (row) => format.exact(row.contributions28),
    },
    {
      key: 'weight365',
      label: t('members.column.weight365'),
      min: 96,
      sort: 'weight365',
      first: 'desc',
      end: true,
      cell: (row) => format.count(row.weight365),
    },
    {
      key: 'influence',
      label: t('members.column.influence'),
      min: 84,
      sort: 'influence',
      first: 'desc',
      end: true,
      cell: (row) => (row.influence === null ? '—' : format.decimal(row.influence * 1000, 2)),
    },
    {
      key: 'lastActive',
      label: t('members.column.lastActive'),
      min: 92,
      sort: 'lastActive',
      first: 'desc',
      cell: (row) => ago(row.lastActive),
    },
    {
      key: 'joined',
      label: t('members.column.joined'),
      min: 92,
      sort: 'joined',
      first: 'desc',
      cell: (row) => ago(row.joined),
    },
    {
      key: 'tags',
      label: t('members.column.tags'),
      min: 100,
      grow: 1.2,
      cell: (row) => (
        <span className="q-member-tags">
          {row.tags.map((tag) => (
            <span key={tag} className="q-word">
              {tag}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: 'platforms',
      label: t('attribute.platform'),
      min: 100,
      cell: (row) =>
        row.platforms.map((one) => t(`platform.${one}`, { defaultValue: one })).join(t('list.comma')) || '—',
    },
    ...attributes.map((attribute) => ({
      key: `attribute:${attribute.key}`,
      label: attributeWords.name(attribute),
      min: 110,
      grow: 0.6,
      cell: (row: MemberRow) =>
        row.attributes[attribute.key] === undefined
          ? '—'
          : attributeWords.value(attribute, row.attributes[attribute.key]),
    })),
  ];
}
