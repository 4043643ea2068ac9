import { BlockOutlined, DiffOutlined, OrderedListOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEGMENT_KINDS } from '../../../../../src/modules/segments/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type ListedSegment, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ListDialog } from './list-dialog.tsx';
import { SegmentsTable } from './segments-table.tsx';
import { TemplateList } from './template-list.tsx';
import './segments.css';

/** Every segment of the community: how many are in it and how that changed. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/segments' });
  const may = useRight('members.edit');
  const { data, error, refetch } = useQuery(segmentsQuery(community.id, search.archived));
  usePageTitle(t('segments.title'), community.name);
  const sum = (of: (one: ListedSegment) => number) => format.count(data?.reduce((all, one) => all + of(one), 0));
  const nothing = data?.length === 0 && !search.archived;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('segments.title')}</h1>
          <p>
            {data && data.length > 0
              ? t('segments.answer', {
                  count: data.length,
                  entered: sum(({ entered7 }) => entered7),
                  left: sum(({ left7 }) => left7),
                })
              : t('segments.lead')}
          </p>
        </div>
        <PageActions may={may} few={(data?.length ?? 0) < 2} />
      </div>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={8} height={24} />
        </section>
      ) : nothing ? (
        <section className="q-panel">
          <EmptyState title={t('segments.empty.title')}>{t('segments.empty.detail')}</EmptyState>
          <TemplateList />
        </section>
      ) : (
        <div className="q-column">
          <Filtered segments={data} />
          {may && !search.archived ? (
            <section className="q-panel">
              <header className="q-panel-head">
                <h2>{t('segments.templates')}</h2>
              </header>
              <TemplateList />
            </section>
          ) : null}
        </div>
      )}
    </>
  );
}

function PageActions({ may, few }: { may: boolean; few: boolean }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const params = { community: community.key };
  return (
    <div className="q-segments-tools">
      <Button
        icon={<OrderedListOutlined />}
        onClick={() => void navigate({ to: '/c/$community/tier-schemes', params })}
      >
        {t('segments.schemes')}
      </Button>
      {few ? null : (
        <>
          <Button
            icon={<BlockOutlined />}
            onClick={() => void navigate({ to: '/c/$community/segments/overlap', params })}
          >
            {t('segments.overlap')}
          </Button>
          <Button
            icon={<DiffOutlined />}
            onClick={() => void navigate({ to: '/c/$community/segments/compare', params })}
          >
            {t('segments.compare')}
          </Button>
        </>
      )}
      {may ? (
        <>
          <Button onClick={() => setMaking(true)}>{t('segments.newList')}</Button>
          <Link to="/c/$community/segments/new" params={params} className="ant-btn-link-like" data-test="new-segment">
            <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
              {t('segments.new')}
            </Button>
          </Link>
        </>
      ) : null}
      {making ? <ListDialog onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

function Filtered({ segments }: { segments: readonly ListedSegment[] }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/c/$community/segments' });
  const navigate = useNavigate({ from: '/c/$community/segments' });
  const set = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const q = (search.q ?? '').toLocaleLowerCase();
  const shown = segments.filter(
    ({ name, description, tag, kind }) =>
      (!search.kind || kind === search.kind) &&
      (q === '' || `${name} ${description} ${tag ?? ''}`.toLocaleLowerCase().includes(q)),
  );
  return (
    <section className="q-panel">
      <div className="q-segments-filters" role="search">
        <Input
          allowClear
          type="search"
          name="q"
          prefix={<SearchOutlined />}
          aria-label={t('segments.search')}
          placeholder={t('segments.search')}
          value={search.q ?? ''}
          onChange={(event) => set({ q: event.target.value || undefined })}
        />
        <Segmented
          aria-label={t('segments.kindFilter')}
          value={search.kind ?? 'all'}
          onChange={(kind) => set({ kind: kind === 'all' ? undefined : (kind as never) })}
          options={[
            { value: 'all', label: t('segments.changes.all') },
            ...SEGMENT_KINDS.map((value) => ({ value, label: t(`segments.kind.${value}`) })),
          ]}
        />
        <Checkbox
          checked={search.archived ?? false}
          onChange={(event) => set({ archived: event.target.checked || undefined })}
        >
          {t('segments.archivedToo')}
        </Checkbox>
      </div>
      {shown.length === 0 ? <p className="q-soft">{t('segments.noMatch')}</p> : <SegmentsTable segments={shown} />}
    </section>
  );
}
