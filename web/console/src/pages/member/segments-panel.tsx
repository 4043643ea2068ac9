import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { memberSegmentsQuery, whyQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { WhyAnswer } from '../segments/why-panel.tsx';
import '../segments/segments.css';

type Asked = { id: string; name: string };

/** Which segments a member is in, with the reasons, and where they stand in tiers of one's own. */
export function SegmentsPanel({ communityId, memberId }: { communityId: string; memberId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const [asked, setAsked] = useState<Asked>();
  const { data, error } = useQuery(memberSegmentsQuery(communityId, memberId));
  return (
    <Panel title={t('segments.ofMember.title')}>
      {error ? (
        <p className="q-soft">{describeError(error, t).title}</p>
      ) : !data ? (
        <Skeleton rows={2} />
      ) : (
        <>
          {data.segments.length === 0 ? <p className="q-soft">{t('segments.ofMember.none')}</p> : null}
          <ul className="q-member-segments">
            {data.segments.map(({ id, name, since }) => (
              <li key={id}>
                <Link to="/c/$community/segments/$segment" params={{ community: community.key, segment: id }}>
                  {name}
                </Link>
                {since ? (
                  <span className="q-faint q-small" title={format.instant(since)}>
                    {t('segments.ofMember.since', { when: format.relative(since) })}
                  </span>
                ) : null}
                <Button
                  type="link"
                  size="small"
                  aria-label={`${t('segments.ofMember.why')}: ${name}`}
                  onClick={() => setAsked({ id, name })}
                >
                  {t('segments.ofMember.why')}
                </Button>
              </li>
            ))}
          </ul>
          {data.schemes.length > 0 ? (
            <dl className="q-member-schemes">
              {data.schemes.map(({ id, name, tier }) => (
                <div key={id}>
                  <dt>{name}</dt>
                  <dd>{tier.name ?? t('segments.ofMember.outside')}</dd>
                </div>
              ))}
            </dl>
          ) : null}
        </>
      )}
      {asked ? (
        <Modal open title={asked.name} footer={null} onCancel={() => setAsked(undefined)} destroyOnHidden>
          <Why communityId={communityId} segmentId={asked.id} memberId={memberId} />
        </Modal>
      ) : null}
    </Panel>
  );
}

function Why({ communityId, segmentId, memberId }: { communityId: string; segmentId: string; memberId: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(whyQuery(communityId, segmentId, memberId));
  if (error) return <p className="q-field-error">{describeError(error, t).title}</p>;
  return data ? <WhyAnswer why={data} /> : <Skeleton rows={4} height={20} />;
}
