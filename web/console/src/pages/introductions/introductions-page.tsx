import { ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import {
  type Introductions,
  introductionsKey,
  introductionsQuery,
  proposeIntroductions,
  REASON_KINDS,
  STATES,
} from '../../api/introductions.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { FindMember } from '../network/find-member.tsx';
import { IntroductionCard } from './introduction-card.tsx';
import type { IntroductionsSearch } from './introductions-search.ts';
import { Outcomes } from './outcomes.tsx';
import './introductions.css';

const isUnderWay = (data: Introductions | undefined): boolean =>
  data?.search?.status === 'waiting' || data?.search?.status === 'running';

/** Who should meet and why, a text to send, what was done about it, and what became of it. */
export function IntroductionsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const search = useSearch({ strict: false }) as IntroductionsSearch;
  const { data, error, refetch } = useQuery({
    ...introductionsQuery(community.id, search),
    // The first search begins by itself, some time after the first report.
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? 1500 : state.data?.search === null ? 10_000 : false),
  });
  const again = useMutation({
    mutationFn: () => proposeIntroductions(community.id),
    onSuccess: () => client.invalidateQueries({ queryKey: introductionsKey(community.id) }),
  });
  usePageTitle(t('introduce.title'), community.name);
  const searching = isUnderWay(data) || again.isPending;
  const failed = error ?? again.error;
  return (
    <>
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/network" params={{ community: community.key }}>
          {t('nav.network')}
        </Link>
        <span aria-hidden>/</span>
        <span>{t('introduce.title')}</span>
      </nav>
      <div className="q-page-head">
        <div className="q-introduce-lead">
          <h1>{t('introduce.title')}</h1>
          <p>{t('introduce.lead')}</p>
        </div>
        {may ? (
          <Button icon={<ReloadOutlined />} loading={searching} onClick={() => again.mutate()}>
            {t('introduce.search')}
          </Button>
        ) : null}
      </div>
      {data?.search?.status === 'failed' ? <p className="q-field-error">{t('introduce.searchFailed')}</p> : null}
      {failed ? (
        <ErrorState {...describeError(failed, t)} onRetry={() => (error ? void refetch() : again.mutate())} />
      ) : !data ? (
        <div className="q-panel">
          <Skeleton rows={8} height={26} />
        </div>
      ) : (
        <>
          <Outcomes comparison={data.comparison} />
          <Filters data={data} search={search} communityId={community.id} />
          <Found data={data} search={search} searching={searching} may={may} />
        </>
      )}
    </>
  );
}

function Filters({
  data,
  search,
  communityId,
}: {
  data: Introductions;
  search: IntroductionsSearch;
  communityId: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const change = (next: Partial<IntroductionsSearch>): void =>
    void navigate({ to: '.', search: (before: IntroductionsSearch) => ({ ...before, ...next }), replace: true });
  return (
    <div className="q-introduce-filters">
      <Segmented
        aria-label={t('introduce.state')}
        value={search.state ?? 'proposed'}
        onChange={(state) => change({ state: state === 'proposed' ? undefined : state })}
        options={STATES.map((value) => ({
          value,
          label: t('introduce.stateCount', {
            state: t(`introduce.states.${value}`),
            count: format.exact(data.counts[value]),
          }),
        }))}
      />
      <Select
        aria-label={t('introduce.reason')}
        placeholder={t('introduce.anyReason')}
        allowClear
        value={search.reason ?? null}
        onChange={(reason: (typeof REASON_KINDS)[number] | null) => change({ reason: reason ?? undefined })}
        options={REASON_KINDS.map((value) => ({ value, label: t(`introduce.reasons.${value}`) }))}
      />
      <FindMember
        communityId={communityId}
        label={t('introduce.ofMember')}
        value={search.member}
        onChange={(member) => change({ member })}
      />
    </div>
  );
}

function Found(props: { data: Introductions; search: IntroductionsSearch; searching: boolean; may: boolean }) {
  const { data, search, searching, may } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const filtered = search.reason !== undefined || search.member !== undefined;
  if (data.introductions.length === 0) {
    const which =
      searching || data.search === null ? 'searching' : filtered ? 'filtered' : (search.state ?? 'proposed');
    return (
      <div className="q-panel">
        <EmptyState title={t(`introduce.none.${which}.title`)}>{t(`introduce.none.${which}.detail`)}</EmptyState>
      </div>
    );
  }
  return (
    <>
      <p className="q-soft q-introduce-found">
        <strong>{t('introduce.found', { count: format.exact(data.total) })}</strong>
        {data.search?.searchedAt
          ? ` · ${t('introduce.searchedAt', { shown: format.exact(data.search.people), when: format.relative(data.search.searchedAt) })}`
          : ''}
        {` · ${t('introduce.limits', data.limits)}`}
      </p>
      <ul className="q-introductions">
        {data.introductions.map((one) => (
          <IntroductionCard key={one.id} introduction={one} communityId={community.id} may={may} />
        ))}
      </ul>
    </>
  );
}
