import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { MemberLevelReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Honour } from '../../../../ui/honour.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { memberBadgesQuery, memberBenefitsQuery, memberLevelQuery } from '../../api/levels.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import './levels.css';
import { useOwnWords } from './use-level-change.ts';

/** A member’s level and why, with what the next one asks, their benefits and badges. */
export function MemberLevelPanel({ memberId }: { memberId: string }) {
  const { t, format, own, nameOf } = useOwnWords();
  const { id } = useCommunity();
  const { data, error } = useQuery(memberLevelQuery(id, memberId));
  const { data: badges } = useQuery(memberBadgesQuery(id, memberId));
  const [asked, setAsked] = useState(false);
  if (data && data.levels.length === 0) return null;
  const has = badges?.badges.filter(({ at }) => at !== null) ?? [];
  const level = data?.levels[data.level.rank - 1];
  return (
    <Panel title={t('levels.title')}>
      {error ? (
        <p className="q-soft">{describeError(error, t).title}</p>
      ) : !data ? (
        <Skeleton rows={2} />
      ) : (
        <>
          <p className="q-level-name">
            {level ? <Honour icon={level.icon} colour={level.colour} size={36} /> : null}
            <strong>{nameOf(level)}</strong>
            <span className="q-soft">
              {t('levels.member.growth', { value: format.exact(data.level.figures.growth) })}
            </span>
            {data.level.graceSince ? <span className="q-pill q-level-grace">{t('levels.onGrace')}</span> : null}
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
      {asked && data ? (
        <Modal open title={nameOf(level)} footer={null} onCancel={() => setAsked(false)}>
          <Why reply={data} memberId={memberId} />
        </Modal>
      ) : null}
    </Panel>
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
