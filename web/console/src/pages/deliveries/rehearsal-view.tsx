import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Explain } from '../../../../ui/explain.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Rehearsal } from '../../api/deliveries.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { spanText } from '../goals/zoned-time.ts';
import { FateBadge } from './fate-badge.tsx';
import { useReason } from './use-reason.ts';

/** What sending would come to: how many and when, who waits for what, who is left out and why. */
export function RehearsalView({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { asked, sends, confirming, leftOut, waits, firstAt, lastAt, pushedOut } = rehearsal;
  const out = leftOut.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="q-rehearsal">
      <p className="q-rehearsal-answer">
        {t('deliveries.rehearsal.answer', {
          count: sends + confirming,
          sends: format.exact(sends + confirming),
          asked: format.exact(asked),
          out: format.exact(out),
        })}
        <Explain
          of={{ title: t('deliveries.compose.steps.rehearse'), definition: t('deliveries.explain.rehearsal') }}
        />
      </p>
      {confirming > 0 ? <p>{t('deliveries.rehearsal.confirming', { count: confirming })}</p> : null}
      {firstAt && lastAt ? (
        <p>
          {t('deliveries.rehearsal.when', {
            span: spanText(format, { from: firstAt, to: lastAt }, community.zone),
            zone: community.zone,
          })}
        </p>
      ) : null}
      {pushedOut > 0 ? (
        <p className="q-rehearsal-warn">{t('deliveries.rehearsal.pushedOut', { count: pushedOut })}</p>
      ) : null}
      <Hours hours={rehearsal.hours} />
      <div className="q-rehearsal-reasons">
        <Reasons title={t('deliveries.rehearsal.leftOut', { count: out })} reasons={leftOut} />
        <Reasons title={t('deliveries.rehearsal.waits')} reasons={waits} />
      </div>
      <People rehearsal={rehearsal} />
    </div>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: Rehearsal['leftOut'] }) {
  const format = useFormat();
  const reason = useReason();
  if (reasons.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {reasons.map((one) => (
          <li key={one.reason}>
            <span>{reason(one.reason)}</span> <b>{format.exact(one.count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Sends by the hour; one hour alone is said in the sentence above. */
function Hours({ hours }: { hours: Rehearsal['hours'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  if (hours.length < 2) return null;
  const shown = hours.slice(0, 48);
  const most = Math.max(...shown.map(({ count }) => count));
  return (
    <section>
      <h3>{t('deliveries.rehearsal.hours')}</h3>
      <ul className="q-rehearsal-hours">
        {shown.map(({ at, count }) => (
          <li key={at}>
            <time>{format.instant(at, community.zone).slice(5)}</time>
            <span aria-hidden>
              <i style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <b>{format.exact(count)}</b>
          </li>
        ))}
      </ul>
      {hours.length > shown.length ? <p className="q-faint">{t('deliveries.rehearsal.moreHours')}</p> : null}
    </section>
  );
}

function People({ rehearsal: { people, asked } }: { rehearsal: Rehearsal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const community = useCommunity();
  return (
    <details open={people.length <= 10}>
      <summary>{t('deliveries.rehearsal.people', { count: people.length })}</summary>
      <ul className="q-rehearsal-people">
        {people.map(({ memberId, name: known, to, fate, reason: why, detail, sendAt }, at) => {
          const name = known || to?.id || t('deliveries.rehearsal.someone');
          return (
            <li key={`${at} ${memberId ?? to?.id}`}>
              {memberId ? (
                <Link to="/c/$community/members/$member" params={{ community: community.key, member: memberId }}>
                  {name}
                </Link>
              ) : (
                <span>{name}</span>
              )}
              {fate === 'queued' && sendAt ? (
                <time title={format.relative(sendAt)}>{format.instant(sendAt, community.zone)}</time>
              ) : (
                <FateBadge fate={fate} />
              )}
              <small className="q-faint" title={detail || undefined}>
                {why ? reason(why) : ''}
              </small>
            </li>
          );
        })}
      </ul>
      {asked > people.length ? (
        <p className="q-faint">{t('deliveries.rehearsal.morePeople', { count: asked - people.length })}</p>
      ) : null}
    </details>
  );
}
