import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { ApiError } from '../../api/problem.ts';
import { memberQuery } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { NotFoundPage } from '../../shell/error-pages.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { AccessPanel } from './access-panel.tsx';
import { AttributesPanel } from './attributes-panel.tsx';
import { MemberLevelPanel } from '../levels/member-level-panel.tsx';
import { MemberCreditPanel } from '../credit/member-credit-panel.tsx';
import { MergesPanel } from './merges-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { ErasePanel } from '../deletions/erase-panel.tsx';
import { AboutPanel } from './about-panel.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { MemberHead } from './member-head.tsx';
import { SegmentsPanel } from './segments-panel.tsx';
import { StandingPanel } from './standing-panel.tsx';
import { TiesPanel } from './ties-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import './member.css';

/** One person: who, where they stand and why, what they did, whom they know. */
export function MemberPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const { member } = useParams({ from: '/app/c/$community/members/$member' });
  const { data, error, refetch } = useQuery(memberQuery(community.id, member));
  usePageTitle(data?.name, t('nav.members'), community.name);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  return (
    <>
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/members" params={{ community: community.key }}>
          {t('nav.members')}
        </Link>
        <span aria-hidden>/</span>
        <span>{data?.name ?? '…'}</span>
      </nav>
      {data ? (
        <div className="q-member">
          <MemberHead portrait={data} communityId={community.id} />
          <div className="q-columns q-columns-side">
            <div className="q-column">
              <StandingPanel portrait={data} />
              <CalendarPanel portrait={data} />
              <TimelinePanel portrait={data} communityId={community.id} />
            </div>
            <div className="q-column">
              <MemberLevelPanel memberId={data.memberId} />
              <MemberCreditPanel memberId={data.memberId} name={data.name} />
              <AttributesPanel portrait={data} communityId={community.id} />
              <SegmentsPanel communityId={community.id} memberId={data.memberId} />
              <NotesPanel communityId={community.id} memberId={data.memberId} />
              <AccessPanel communityId={community.id} memberId={data.memberId} name={data.name} />
              <TiesPanel portrait={data} />
              <AboutPanel portrait={data} />
              <ErasePanel communityId={community.id} memberId={data.memberId} />
              <MergesPanel
                portrait={data}
                communityId={community.id}
                onMoved={(personId) =>
                  void navigate({
                    to: '/c/$community/members/$member',
                    params: { community: community.key, member: personId },
                  })
                }
              />
            </div>
          </div>
        </div>
      ) : (
        <div className="q-panel">
          <Skeleton rows={10} height={30} />
        </div>
      )}
    </>
  );
}
