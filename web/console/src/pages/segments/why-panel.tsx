import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../../src/modules/segments/rule.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type RuleAnswer, type Segment, type Why, whyQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRuleNames } from './builder/rule-options.tsx';
import { type RuleNames, sayPart } from './builder/rule-words.ts';
import { MemberPicker } from './member-picker.tsx';

/** Why a member is, or is not, in the segment: each condition with the member's own values. */
export function WhyPanel({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { member } = useSearch({ from: '/app/c/$community/segments/$segment' });
  const navigate = useNavigate({ from: '/c/$community/segments/$segment' });
  const { data, error, refetch } = useQuery({
    ...whyQuery(community.id, segment.id, member ?? ''),
    enabled: member !== undefined,
  });
  return (
    <Panel title={t('segments.one.tab.why')}>
      <div className="q-why-pick">
        <span>{t('segments.why.pick')}</span>
        <MemberPicker
          communityId={community.id}
          label={t('segments.why.choose')}
          value={member}
          name={data?.memberId === member ? data?.name : undefined}
          onChange={(next) =>
            void navigate({
              search: (before) => ({ ...before, member: next?.memberId }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      {!member ? null : error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} height={22} />
      ) : (
        <WhyAnswer why={data} />
      )}
    </Panel>
  );
}

/** The verdict and the tree of conditions. */
export function WhyAnswer({ why }: { why: Why }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const names = useRuleNames(community.id, why.rule ?? undefined);
  const verdict = !why.isMember ? 'left' : why.inSegment ? 'in' : 'out';
  const later = why.answer !== null && why.isMember && why.answer.holds !== why.inSegment;
  return (
    <>
      <p className="q-segment-answer">
        <Link to="/c/$community/members/$member" params={{ community: community.key, member: why.memberId }}>
          {t(`segments.why.${verdict}`, { name: why.name })}
        </Link>{' '}
        {why.since ? (
          <span className="q-soft q-small" title={format.instant(why.since)}>
            {t('segments.why.since', { when: format.relative(why.since) })}
          </span>
        ) : null}
      </p>
      {later ? <p className="q-soft">{t('segments.why.later')}</p> : null}
      {why.answer && why.rule ? (
        <ul className="q-why-tree">
          <WhyNode rule={why.rule} answer={why.answer} names={names} />
        </ul>
      ) : (
        <p className="q-soft">{t('segments.why.list')}</p>
      )}
    </>
  );
}

function WhyNode({ rule, answer, names }: { rule: Rule; answer: RuleAnswer; names: RuleNames }) {
  const { t } = useTranslation();
  const isGroup = rule.kind === 'all' || rule.kind === 'any';
  const parts: readonly Rule[] = isGroup ? rule.of : rule.kind === 'not' ? [rule.of] : [];
  const words = isGroup
    ? t(`segments.build.mode.${rule.kind}`)
    : rule.kind === 'not'
      ? t('segments.build.not')
      : sayPart(rule, names);
  return (
    <li className={answer.holds ? 'q-holds' : 'q-fails'}>
      <p>
        {answer.holds ? (
          <CheckCircleFilled aria-label={t('segments.why.holds')} />
        ) : (
          <CloseCircleOutlined aria-label={t('segments.why.holdsNot')} />
        )}
        <span>{words}</span>
      </p>
      <Facts answer={answer} names={names} />
      {parts.length > 0 ? (
        <ul>
          {parts.map((part, at) => (
            <WhyNode key={at} rule={part} answer={answer.of[at]!} names={names} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The member's own values behind a condition. */
function Facts({ answer, names }: { answer: RuleAnswer; names: RuleNames }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = (value: RuleAnswer['facts'][string]): string => {
    if (value === null) return t('segments.why.none');
    if (typeof value === 'boolean') return t(value ? 'member.yes' : 'member.no');
    if (typeof value === 'number') return format.decimal(value, 2);
    return DAY.test(value) ? format.day(value) : (names.tier('engagement', value) ?? value);
  };
  const facts = Object.entries(answer.facts);
  if (facts.length === 0) return null;
  return (
    <dl className="q-why-facts">
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`segments.why.fact.${key}`, { defaultValue: key })}</dt>
          <dd>{say(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
