import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Select, Tag } from 'antd';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Scheme, schemePeople, schemesQuery, segmentQuery, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import type { MemberSearch } from '../members/member-search.ts';

/** Filters of the member list by a segment and by tiers of one's own; a temporary list shows as what it is. */
export function SegmentFilters(props: { search: MemberSearch; change: (next: Partial<MemberSearch>) => void }) {
  const { search, change } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data: segments } = useQuery(segmentsQuery(community.id));
  const { data: schemes = [] } = useQuery(schemesQuery(community.id));
  const listed = !search.segment || segments?.some(({ id }) => id === search.segment);
  return (
    <>
      {listed && segments?.length ? (
        <Select
          allowClear
          aria-label={t('segments.inMembers.filter')}
          placeholder={t('segments.inMembers.filter')}
          popupMatchSelectWidth={false}
          value={search.segment ?? null}
          options={segments.map(({ id, name, members }) => ({
            value: id,
            label: `${name} (${format.count(members)})`,
          }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(segment: string | null) => change({ segment: segment ?? undefined })}
          data-test="filter-segment"
        />
      ) : null}
      {search.segment && segments && !listed ? (
        <OtherSegment id={search.segment} onClear={() => change({ segment: undefined })} />
      ) : null}
      {schemes.length > 0 ? <OwnTierFilter schemes={schemes} change={change} /> : null}
    </>
  );
}

/** A temporary or archived list by its name, with the way to its page, where it is kept. */
function OtherSegment({ id, onClear }: { id: string; onClear: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(segmentQuery(community.id, id));
  const name = data?.name ?? '…';
  return (
    <Tag closable onClose={onClear} className="q-filter-tag">
      <Link to="/c/$community/segments/$segment" params={{ community: community.key, segment: id }}>
        {data?.transient ? t('segments.inMembers.transient', { name }) : name}
      </Link>
    </Tag>
  );
}

/** Members of a tier of one's own: chosen, they are put into a temporary list, which then is the filter. */
function OwnTierFilter(props: { schemes: readonly Scheme[]; change: (next: Partial<MemberSearch>) => void }) {
  const { schemes, change } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const community = useCommunity();
  const find = useMutation({
    mutationFn: (value: string) => {
      const [scheme = '', tier = ''] = value.split(':');
      return schemePeople(community.id, scheme, tier);
    },
    onSuccess: ({ segmentId }) => change({ segment: segmentId }),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <Select
      aria-label={t('segments.ownTiers.filter')}
      placeholder={t('segments.ownTiers.filter')}
      popupMatchSelectWidth={false}
      loading={find.isPending}
      value={null}
      options={schemes.map((scheme) => ({
        label: scheme.name,
        options: [
          ...scheme.tiers.map(({ segmentId, name, members }) => ({
            value: `${scheme.id}:${segmentId}`,
            label: `${name} (${format.count(members)})`,
          })),
          { value: `${scheme.id}:none`, label: `${t('segments.ownTiers.none')} (${format.count(scheme.none)})` },
        ],
      }))}
      onChange={(value: string | null) => value && find.mutate(value)}
    />
  );
}
