import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../../../../src/modules/analyses/text.contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { MarkedText } from './marked-text.tsx';

/** Messages that can be read: who, where, when, the words that matter, and the way to the member. */
export function HitList<One extends Hit>(props: {
  hits: readonly One[];
  zone: string;
  none: string;
  /** What else is known of a hit, at its foot. */
  foot?: (hit: One) => ReactNode;
}) {
  const { hits, zone, none, foot } = props;
  if (hits.length === 0) return <p className="q-soft">{none}</p>;
  return (
    <ol className="q-hits" tabIndex={0}>
      {hits.map((hit) => (
        <HitLine key={hit.eventId} hit={hit} zone={zone}>
          {foot?.(hit)}
        </HitLine>
      ))}
    </ol>
  );
}

function HitLine({ hit, zone, children }: { hit: Hit; zone: string; children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="q-hit">
      <Avatar name={hit.name} id={hit.memberId} size={28} />
      <div>
        <p className="q-hit-head">
          <Link
            to="/c/$community/members/$member"
            from="/c/$community"
            params={{ member: hit.memberId }}
            title={t('analysis.toTimeline')}
          >
            {hit.name}
          </Link>
          <span className="q-faint">{hit.group}</span>
          <time className="q-faint" dateTime={hit.at}>
            {format.instant(hit.at, zone)}
          </time>
        </p>
        <p className="q-hit-text">
          <MarkedText text={hit.text} marks={hit.marks} />
        </p>
        {children ? <p className="q-hit-foot q-faint">{children}</p> : null}
      </div>
    </li>
  );
}
