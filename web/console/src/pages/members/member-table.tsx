import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberRow } from '../../api/members.ts';
import type { Column } from './columns.tsx';
import type { MemberSearch } from './member-search.ts';

const ROW = 44;
const GAP = 12;
const PADDING = 16;
/** What the server takes by id; more are selected as all of the filter. */
const MOST_PICKED = 5_000;

interface Props {
  columns: readonly Column[];
  rows: readonly MemberRow[];
  total: number;
  /** Loads the next page; absent when there is none or one is on its way. */
  more: (() => void) | undefined;
  stale: boolean;
  search: MemberSearch;
  change: (next: Partial<MemberSearch>) => void;
  communityKey: string;
  /** Absent where the operator may not change members. */
  selection:
    | { isPicked: (id: string) => boolean; toggle: (id: string) => void; pick: (ids: string[]) => void }
    | undefined;
}

/** The list as a table of which only the rows in sight exist; the next page is fetched before its end is reached. */
export function MemberTable({ columns, rows, total, more, stale, search, change, communityKey, selection }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 30) more();
  }, [more, last, rows.length]);
  const filter = JSON.stringify(search);
  useEffect(() => {
    // Braces: scrolling methods answer with a promise in newer browsers, which is no clean-up.
    void box.current?.scrollTo({ top: 0 });
  }, [filter]);
  const picked = selection ? rows.filter(({ memberId }) => selection.isPicked(memberId)).length : 0;
  const checkColumn = selection ? '22px ' : '';
  const grid =
    checkColumn + columns.map(({ min, grow }) => (grow ? `minmax(${min}px, ${grow}fr)` : `${min}px`)).join(' ');
  const least = columns.reduce((sum, { min }) => sum + min + GAP, 2 * PADDING - GAP + (selection ? 22 + GAP : 0));
  return (
    <div
      className={`q-panel q-members ${stale ? 'q-stale' : ''}`}
      style={{ '--grid': grid, '--least': `${least}px` } as React.CSSProperties}
    >
      <div
        className="q-table-scroll q-members-scroll"
        ref={box}
        role="table"
        aria-rowcount={total + 1}
        aria-label={t('nav.members')}
        aria-busy={stale}
        tabIndex={0}
      >
        <div role="rowgroup" className="q-members-head">
          <div role="row" className="q-members-row" aria-rowindex={1}>
            {selection ? (
              <div role="columnheader">
                <Checkbox
                  aria-label={t('bulk.selectShown')}
                  checked={picked > 0 && picked === rows.length}
                  indeterminate={picked > 0 && picked < rows.length}
                  onChange={() =>
                    selection.pick(picked === 0 ? rows.slice(0, MOST_PICKED).map(({ memberId }) => memberId) : [])
                  }
                />
              </div>
            ) : null}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} search={search} change={change} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="q-members-body" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]!;
            return (
              <div
                key={row.memberId}
                role="row"
                aria-rowindex={index + 2}
                className="q-members-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                {selection ? (
                  <div role="cell">
                    <Checkbox
                      aria-label={t('bulk.selectRow', { name: row.name })}
                      checked={selection.isPicked(row.memberId)}
                      onChange={() => selection.toggle(row.memberId)}
                    />
                  </div>
                ) : null}
                {columns.map((column, at) => (
                  <div key={column.key} role="cell" className={column.end ? 'q-end' : undefined}>
                    {at === 0 ? (
                      <Link
                        to="/c/$community/members/$member"
                        params={{ community: communityKey, member: row.memberId }}
                        className="q-member-link"
                      >
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell({ column, search, change }: { column: Column; search: MemberSearch; change: Props['change'] }) {
  const { sort, first = 'desc' } = column;
  const sorted = sort && (search.sort ?? 'weight365') === sort ? (search.order ?? first) : undefined;
  const next = sorted ? (sorted === first ? (first === 'asc' ? 'desc' : 'asc') : undefined) : first;
  return (
    <div
      role="columnheader"
      className={column.end ? 'q-end' : undefined}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
    >
      {sort ? (
        <button
          type="button"
          onClick={() => change(next ? { sort, order: next } : { sort: undefined, order: undefined })}
        >
          {column.label}
          {sorted === 'asc' ? <ArrowUpOutlined /> : sorted === 'desc' ? <ArrowDownOutlined /> : null}
        </button>
      ) : (
        column.label
      )}
    </div>
  );
}
