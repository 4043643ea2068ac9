import { ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Suggestion, Suggestions } from '../../../../../src/modules/matching/contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { dismissPair, searchSuggestions, suggestionsQuery } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { ReasonLine, useReasonWords } from './reason-line.tsx';
import './matching.css';

const DAY = 86_400_000;

const isUnderWay = (data: Suggestions | undefined): boolean =>
  data?.search?.status === 'waiting' || data?.search?.status === 'running';

/** Members who may be one person, with every reason and its points: compare, merge, or say that they are two. */
export function SuggestionsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const { data, error, refetch } = useQuery({
    ...suggestionsQuery(community.id),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? 1500 : false),
  });
  const search = useMutation({
    mutationFn: () => searchSuggestions(community.id),
    onSuccess: (found) => client.setQueryData(suggestionsQuery(community.id).queryKey, found),
  });
  usePageTitle(t('match.title'), community.name);
  const searching = isUnderWay(data) || search.isPending;
  const isOld =
    data && !isUnderWay(data) && (data.searchedAt === null || Date.now() - Date.parse(data.searchedAt) > DAY);
  const { mutate, isIdle } = search;
  useEffect(() => {
    if (may && isOld && isIdle) mutate();
  }, [may, isOld, isIdle, mutate]);
  const failed = error ?? search.error;
  return (
    <>
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/members" params={{ community: community.key }}>
          {t('nav.members')}
        </Link>
        <span aria-hidden>/</span>
        <span>{t('match.title')}</span>
      </nav>
      <div className="q-page-head">
        <div className="q-match-lead">
          <h1>{t('match.title')}</h1>
          <p>{t('match.lead')}</p>
        </div>
        {may ? (
          <Button icon={<ReloadOutlined />} loading={searching} onClick={() => mutate()}>
            {t('match.search')}
          </Button>
        ) : null}
      </div>
      {searching && data ? (
        <div className="q-match-progress" role="status">
          <span className="q-soft">{t('match.searching')}</span>
          <Progress
            aria-label={t('match.searching')}
            percent={Math.round(100 * (data.search?.share ?? 0))}
            size="small"
          />
        </div>
      ) : data?.search?.status === 'failed' ? (
        <p className="q-field-error">{t('match.searchFailed')}</p>
      ) : null}
      {failed ? (
        <ErrorState {...describeError(failed, t)} onRetry={() => (error ? void refetch() : mutate())} />
      ) : !data || (searching && data.suggestions.length === 0) ? (
        <div className="q-panel">
          <Skeleton rows={8} height={26} />
        </div>
      ) : data.suggestions.length === 0 ? (
        <div className="q-panel">
          <EmptyState title={t('match.none.title')}>{t('match.none.detail')}</EmptyState>
        </div>
      ) : (
        <>
          <p className="q-soft q-match-found">
            <strong>{t('match.found', { shown: format.exact(data.total) })}</strong>
            {data.searchedAt
              ? ` · ${t('match.searchedAt', { shown: format.exact(data.people), when: format.relative(data.searchedAt) })}`
              : ''}
            {` · ${t('match.scoreHow', { threshold: data.threshold })}`}
          </p>
          <ul className="q-matches">
            {data.suggestions.map((one) => (
              <Pair
                key={`${one.first.memberId} ${one.second.memberId}`}
                suggestion={one}
                communityId={community.id}
                may={may}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Pair({ suggestion, communityId, may }: { suggestion: Suggestion; communityId: string; may: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [comparing, setComparing] = useState(false);
  const words = useReasonWords();
  const { first, second, score, reasons } = suggestion;
  const ids = { firstId: first.memberId, secondId: second.memberId };
  const again = () => client.invalidateQueries({ queryKey: ['merge-suggestions', communityId] });
  const onError = (error: Error) => void message.error(describeError(error, t).title);
  const reopen = useMutation({ mutationFn: () => dismissPair(communityId, ids, false), onSuccess: again, onError });
  const dismiss = useMutation({
    mutationFn: () => dismissPair(communityId, ids, true),
    onSuccess: async () => {
      void message.info(
        <>
          {t('match.dismissed')}{' '}
          <Button type="link" size="small" onClick={() => reopen.mutate()}>
            {t('match.undo')}
          </Button>
        </>,
        6,
      );
      await again();
    },
    onError,
  });
  const why = reasons.filter(({ points }) => points > 0).map(words);
  return (
    <li className="q-panel q-match">
      <div className="q-match-people">
        <Who person={first} />
        <span className="q-match-score" title={t('match.score', { score })}>
          {score}
        </span>
        <Who person={second} />
      </div>
      <ul className="q-reasons" aria-label={t('match.reasons')}>
        {reasons.map((reason) => (
          <ReasonLine key={reason.kind} reason={reason} />
        ))}
      </ul>
      {may ? (
        <div className="q-match-actions">
          <Button type="primary" onClick={() => setComparing(true)}>
            {t('match.compare')}
          </Button>
          <Button onClick={() => dismiss.mutate()} loading={dismiss.isPending}>
            {t('match.dismiss')}
          </Button>
        </div>
      ) : null}
      {comparing ? (
        <MergeDialog
          communityId={communityId}
          ids={[first.memberId, second.memberId]}
          reason={why.join(t('list.comma'))}
          onClose={() => setComparing(false)}
        />
      ) : null}
    </li>
  );
}

function Who({ person }: { person: Suggestion['first'] }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/c/$community/members/$member"
      from="/c/$community"
      params={{ member: person.memberId }}
      className="q-person"
    >
      <Avatar name={person.name} id={person.memberId} />
      <span className="q-person-text">
        <span className="q-person-name">{person.name}</span>
        <span className="q-person-why">
          {person.accounts
            .map(({ platform, externalId }) => `${t(`platform.${platform}`, { defaultValue: platform })} ${externalId}`)
            .join(t('list.comma'))}
        </span>
      </span>
    </Link>
  );
}
