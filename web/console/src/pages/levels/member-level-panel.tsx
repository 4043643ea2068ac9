import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import type { MemberLevelReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Honour } from '../../../../ui/honour.tsx';
import { giveBadge, memberBadgesQuery, memberBenefitsQuery, memberLevelQuery, recordUse } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import './levels.css';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

/** A member’s level and why, with what the next one asks, their benefits and badges. */
export function MemberLevelPanel({ memberId }: { memberId: string }) {
  const { t, format, own, nameOf } = useOwnWords();
  const { id } = useCommunity();
  const standing = useQuery(memberLevelQuery(id, memberId));
  const { data } = standing;
  const { data: badges } = useQuery(memberBadgesQuery(id, memberId));
  const [asked, setAsked] = useState(false);
  const mayManage = useRight('loyalty.manage');
  if (data && data.levels.length === 0) return null;
  const has = badges?.badges.filter(({ at }) => at !== null) ?? [];
  const level = data?.levels[data.level.rank - 1];
  return (
    <Panel title={t('levels.title')}>
      <Loaded of={standing} rows={2}>
        {(reply) => (
          <>
            <p className="q-level-name">
              {level ? <Honour icon={level.icon} colour={level.colour} size={36} /> : null}
              <strong>{nameOf(level)}</strong>
              <span className="q-soft">
                {t('levels.member.growth', { value: format.exact(reply.level.figures.growth) })}
              </span>
              {reply.level.graceSince ? <span className="q-pill q-level-grace">{t('levels.onGrace')}</span> : null}
              <Button type="link" size="small" onClick={() => setAsked(true)}>
                {t('levels.member.why')}
              </Button>
            </p>
            {has.length > 0 ? (
              <ul className="q-member-badges">
                {has.map((badge) => (
                  <li key={badge.id} title={own(badge.description, badge.descriptionEn)}>
                    <Honour icon={badge.icon} colour={badge.colour} size={24} /> {own(badge.name, badge.nameEn)}
                  </li>
                ))}
              </ul>
            ) : null}
          </>
        )}
      </Loaded>
      {data && mayManage ? <Honouring memberId={memberId} /> : null}
      {asked && data ? (
        <Modal open title={nameOf(level)} footer={null} onCancel={() => setAsked(false)}>
          <Why reply={data} memberId={memberId} />
        </Modal>
      ) : null}
    </Panel>
  );
}

/** Gives a badge by hand, or writes down that a benefit was used. */
function Honouring({ memberId }: { memberId: string }) {
  const { t, own } = useOwnWords();
  const { id } = useCommunity();
  const { data: badges } = useQuery(memberBadgesQuery(id, memberId));
  const { data: benefits } = useQuery(memberBenefitsQuery(id, memberId));
  const give = useLevelChange((communityId, badgeId: string) =>
    giveBadge(communityId, badgeId, { memberId, reason: '' }),
  );
  const use = useLevelChange((communityId, benefitId: string) =>
    recordUse(communityId, benefitId, { memberId, key: `desk:${memberId}:${Date.now()}` }),
  );
  const missing = badges?.badges.filter(({ at }) => at === null) ?? [];
  const usable = benefits?.benefits.filter(({ allowed }) => allowed) ?? [];
  return (
    <div className="q-level-filters q-level-give">
      {missing.length > 0 ? (
        <Select
          aria-label={t('levels.member.give')}
          placeholder={t('levels.member.give')}
          value={null}
          loading={give.isPending}
          options={missing.map((one) => ({ value: one.id, label: own(one.name, one.nameEn) }))}
          onChange={(badgeId: string | null) => badgeId && give.mutate(badgeId)}
        />
      ) : null}
      {usable.length > 0 ? (
        <Select
          aria-label={t('levels.member.use')}
          placeholder={t('levels.member.use')}
          value={null}
          loading={use.isPending}
          options={usable.map((one) => ({
            value: one.benefitId,
            label:
              own(one.name, one.nameEn) +
              (one.left === null ? '' : ` (${t('levels.member.left', { count: one.left })})`),
          }))}
          onChange={(benefitId: string | null) => benefitId && use.mutate(benefitId)}
        />
      ) : null}
      <ErrorNotice error={give.error ?? use.error} />
    </div>
  );
}

function Why({ reply: { level, levels, days, history }, memberId }: { reply: MemberLevelReply; memberId: string }) {
  const { t, format, own, nameOf } = useOwnWords();
  const { id } = useCommunity();
  const { data: benefits } = useQuery(memberBenefitsQuery(id, memberId));
  return (
    <div className="q-level-why">
      <h3>{t('levels.member.madeOf')}</h3>
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('levels.member.kind')}</th>
            <th className="q-number">{t('levels.member.days')}</th>
            <th className="q-number">{t('levels.member.weight')}</th>
            <th className="q-number">{t('levels.member.counted')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <tr key={one.kind}>
              <th scope="row">{t(`levels.kinds.${one.kind}`)}</th>
              <td className="q-number">{format.exact(one.days)}</td>
              <td className="q-number">{format.exact(one.weight)}</td>
              <td className="q-number">{format.exact(one.counted)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('levels.member.points')}</th>
            <td />
            <td />
            <td className="q-number">{format.exact(level.figures.earned)}</td>
          </tr>
        </tbody>
      </table>
      {level.next ? (
        <>
          <h3>{t('levels.member.next', { level: nameOf(levels[level.next.rank - 1]) })}</h3>
          <ul>
            {level.next.gaps.map(({ figure, has, needs }) => (
              <li key={figure}>
                {t(`levels.figures.${figure}`)} {format.exact(has)} / {format.exact(needs)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {benefits && benefits.benefits.length > 0 ? (
        <>
          <h3>{t('levels.benefits')}</h3>
          <ul>
            {benefits.benefits.map((one) => (
              <li key={one.key}>
                {own(one.name, one.nameEn)} · {t(`levels.member.answers.${one.reason}`)}
                {one.left === null ? '' : ` · ${t('levels.member.left', { count: one.left })}`}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {history.length > 0 ? (
        <>
          <h3>{t('levels.member.history')}</h3>
          <ul>
            {history.map((one) => (
              <li key={one.id}>
                {nameOf(levels[one.fromRank - 1])} → {nameOf(levels[one.toRank - 1])} ·{' '}
                {t(`levels.reasons.${one.reason}`)} · {format.instant(one.at)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
