import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../../../src/modules/segments/rule.contract.ts';
import { Avatar } from '../../../../../ui/avatar.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { Skeleton } from '../../../../../ui/states.tsx';
import { TierMark } from '../../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { type Preview, previewQuery } from '../../../api/segments.ts';
import { describeError } from '../../../shell/describe-error.ts';
import { useSettled } from '../../../shell/use-settled.ts';

const PAUSE = 350;

/** How many a rule means, asked after a pause in typing; a question that is out of date is given up. */
export function usePreview(communityId: string, rule: Rule | undefined) {
  const settled = useSettled(rule, PAUSE);
  const [exactOf, setExactOf] = useState<string>();
  const text = JSON.stringify(settled);
  const query = useQuery(previewQuery(communityId, settled, settled !== undefined && exactOf === text));
  const waits = JSON.stringify(rule) !== text || query.isFetching;
  return {
    data: rule === undefined ? undefined : query.data,
    error: waits ? null : query.error,
    /** What is shown is of a rule before. */
    stale: waits,
    askExact: () => setExactOf(text),
  };
}

/** The number in words: exact, or about, as it was got. */
export function useMatchedWords(): (preview: Preview) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ matched, estimate }) =>
    estimate ? t('segments.preview.about', { shown: format.count(matched) }) : format.exact(matched);
}

/** Count and sample of the rule as it is now. */
export function LivePreview(props: {
  preview: ReturnType<typeof usePreview>;
  community: string;
  hint: string | undefined;
}) {
  const { data, error, stale, askExact } = props.preview;
  const { t } = useTranslation();
  const format = useFormat();
  const say = useMatchedWords();
  return (
    <Panel
      title={t('segments.preview.title')}
      className="q-rule-preview"
      explain={{
        title: t('segments.preview.figure'),
        definition: t('segments.preview.definition'),
        thresholds: [t('segments.preview.how')],
        ...(data ? { computed: t('segments.preview.asOf', { day: format.day(data.asOf) }) } : {}),
      }}
    >
      <div aria-live="polite" aria-busy={stale} className={stale && data ? 'q-rule-stale' : ''}>
        {props.hint ? (
          <p className="q-soft">{props.hint}</p>
        ) : error ? (
          <p className="q-field-error">{describeError(error, t).title}</p>
        ) : !data ? (
          <Skeleton rows={4} height={22} />
        ) : (
          <>
            <p className="q-rule-count">
              <strong>{say(data)}</strong>
              {data.estimate ? <span className="q-word">{t('segments.preview.estimate')}</span> : null}
            </p>
            <p className="q-soft">
              {t('segments.preview.of', {
                members: format.exact(data.members),
                share: format.share(data.members ? data.matched / data.members : 0),
              })}
            </p>
            {data.estimate ? (
              <>
                <Interval preview={data} />
                <p className="q-faint q-small">
                  {t('segments.preview.interval', {
                    low: format.count(data.estimate.low),
                    high: format.count(data.estimate.high),
                    sampled: format.exact(data.estimate.sampled),
                    ofSampled: format.exact(data.estimate.ofSampled),
                  })}{' '}
                  <Button type="link" size="small" className="q-more" onClick={askExact}>
                    {t('segments.preview.exact')}
                  </Button>
                </p>
              </>
            ) : null}
            <Sample preview={data} community={props.community} />
          </>
        )}
      </div>
    </Panel>
  );
}

/** Where the number may lie, out of all members. */
function Interval({ preview: { members, matched, estimate } }: { preview: Preview }) {
  const at = (value: number) => `${members ? (100 * value) / members : 0}%`;
  return (
    <div className="q-rule-interval" aria-hidden>
      <span style={{ insetInlineStart: at(estimate!.low), width: at(estimate!.high - estimate!.low) }} />
      <i style={{ insetInlineStart: at(matched) }} />
    </div>
  );
}

function Sample({ preview, community }: { preview: Preview; community: string }) {
  const { t } = useTranslation();
  if (preview.sample.length === 0) return <p className="q-soft">{t('segments.preview.nobody')}</p>;
  return (
    <>
      <h3>{t('segments.preview.sample')}</h3>
      <ul className="q-people">
        {preview.sample.slice(0, 8).map(({ memberId, name, tier }) => (
          <li key={memberId}>
            <Link
              to="/c/$community/members/$member"
              params={{ community, member: memberId }}
              className="q-person"
              target="_blank"
            >
              <Avatar name={name} id={memberId} size={24} />
              <span className="q-person-name">
                {name}
                <TierMark tier={tier} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
