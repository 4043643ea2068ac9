import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Explain } from '../../../../ui/explain.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { ApiError } from '../../api/problem.ts';
import { type Segment, segmentQuery, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { NotFoundPage } from '../../shell/error-pages.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRuleNames } from './builder/rule-options.tsx';
import { sayRule } from './builder/rule-words.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { SegmentActions } from './segment-actions.tsx';
import { SegmentMembers } from './segment-members.tsx';
import { SEGMENT_TABS } from './segments-search.ts';
import { UsePanel } from './use-panel.tsx';
import { WhyPanel } from './why-panel.tsx';
import './segments.css';

/** One segment: how many, who, since when, why, and where it is used. */
export function SegmentPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { segment: id } = useParams({ from: '/app/c/$community/segments/$segment' });
  const { tab = 'members' } = useSearch({ from: '/app/c/$community/segments/$segment' });
  const { data, error, refetch } = useQuery({
    ...segmentQuery(community.id, id),
    // Its first computation takes a moment.
    refetchInterval: ({ state }) => (state.data?.computedAt === null && !state.data.archived ? 2000 : false),
  });
  usePageTitle(data?.name, t('segments.title'), community.name);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="q-panel">
        <Skeleton rows={8} height={28} />
      </div>
    );
  const params = { community: community.key, segment: id };
  return (
    <>
      <nav className="q-crumbs">
        <Link to="/c/$community/segments" params={{ community: community.key }}>
          {t('segments.title')}
        </Link>
        <span aria-hidden>/</span>
        <span>{data.name}</span>
      </nav>
      <SegmentHead segment={data} />
      <nav className="q-tabs" aria-label={t('segments.one.tabs')}>
        {SEGMENT_TABS.filter((one) => one !== 'why' || data.kind === 'rule').map((one) => (
          <Link
            key={one}
            to="/c/$community/segments/$segment"
            params={params}
            search={one === 'members' ? {} : { tab: one }}
            activeOptions={{ exact: true, includeSearch: false }}
            className={one === tab ? 'active' : ''}
            activeProps={{ className: '' }}
            aria-current={one === tab ? 'page' : undefined}
          >
            {t(`segments.one.tab.${one}`)}
          </Link>
        ))}
      </nav>
      {tab === 'members' ? <SegmentMembers segment={data} /> : null}
      {tab === 'changes' ? <ChangesPanel segment={data} /> : null}
      {tab === 'why' ? <WhyPanel segment={data} /> : null}
      {tab === 'use' ? <UsePanel segment={data} /> : null}
    </>
  );
}

function SegmentHead({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const names = useRuleNames(community.id, segment.rule ?? undefined);
  const week = useWeek(segment);
  const computed =
    segment.computedAt && segment.asOf
      ? t('segments.one.computed', { day: format.day(segment.asOf), when: format.relative(segment.computedAt) })
      : t('segments.one.notComputed');
  return (
    <section className="q-panel q-segment-head">
      <div className="q-segment-title">
        <h1>{segment.name}</h1>
        {segment.archived ? <span className="q-word">{t('segments.archived')}</span> : null}
        {segment.transient ? <span className="q-word">{t('segments.transient')}</span> : null}
        {segment.tag ? <span className="q-word">{t('segments.one.tag', { tag: segment.tag })}</span> : null}
        <SegmentActions segment={segment} />
      </div>
      {segment.computedAt ? (
        <p className="q-segment-answer">
          {t('segments.one.answer', {
            count: segment.members,
            shown: format.exact(segment.members),
            entered: format.exact(week.entered7),
            left: format.exact(week.left7),
          })}
          <Explain
            of={{
              title: t('segments.one.figure'),
              definition: t('segments.one.definition'),
              thresholds: [t('segments.one.sizeDefinition')],
              computed,
            }}
          />
        </p>
      ) : null}
      {segment.description ? <p>{segment.description}</p> : null}
      <p className="q-soft">{segment.rule ? sayRule(segment.rule, names) : t('segments.one.list')}</p>
      <p className="q-faint q-small">
        {computed}
        {segment.expiresAt ? ` · ${t('segments.one.keepLead', { when: format.relative(segment.expiresAt) })}` : ''}
      </p>
      {segment.fault ? <Notice title={t('segments.one.fault', { what: segment.fault })} /> : null}
    </section>
  );
}

/** Who entered and left within seven days; a transient one does not change. */
function useWeek(segment: Segment): { entered7: number; left7: number } {
  const community = useCommunity();
  const { data: listed } = useQuery({
    ...segmentsQuery(community.id, segment.archived),
    enabled: !segment.transient,
  });
  return listed?.find(({ id }) => id === segment.id) ?? { entered7: 0, left7: 0 };
}
