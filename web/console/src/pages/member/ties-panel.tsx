import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { hueOf } from '../../../../ui/hue.ts';
import { TierMark } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import type { Portrait } from '../../api/members.ts';

type Tie = Portrait['ties'][number];

/** The closest people: a small picture around the member, and the same as a list. */
export function TiesPanel({ portrait }: { portrait: Portrait }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const ties = portrait.ties.slice(0, 8);
  return (
    <Panel
      title={t('member.ties')}
      explain={{
        title: t('member.ties'),
        definition: words.m.figures.ties.definition,
        change: t('figure.leaders.change', { returnObjects: true }) as unknown as string[],
      }}
    >
      {ties.length === 0 ? (
        <p className="q-soft">{t('member.noTies')}</p>
      ) : (
        <>
          <EgoGraph portrait={portrait} ties={ties} />
          <ul className="q-people">
            {ties.map((tie) => (
              <li key={tie.memberId}>
                <Link
                  to="/c/$community/members/$member"
                  from="/c/$community"
                  params={{ member: tie.memberId }}
                  className="q-person"
                >
                  <Avatar name={tie.name} id={tie.memberId} />
                  <span className="q-person-text">
                    <span className="q-person-name">
                      {tie.name}
                      {tie.tier ? <TierMark tier={tie.tier} /> : null}
                    </span>
                    <span className="q-person-why">
                      {t('member.tie', {
                        given: format.decimal(tie.given, 1),
                        received: format.decimal(tie.received, 1),
                      })}
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

const SIZE = { width: 288, height: 190 };

/** Closer is stronger; the line's halves show what is given and what comes back. */
function EgoGraph({ portrait, ties }: { portrait: Portrait; ties: readonly Tie[] }) {
  const centre = { x: SIZE.width / 2, y: SIZE.height / 2 };
  const most = Math.max(...ties.map(({ given, received }) => given + received), 0.001);
  const width = (weight: number) => (weight > 0 ? 0.8 + 4 * Math.sqrt(weight / most) : 0);
  return (
    <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className="q-ego" aria-hidden>
      {ties.map((tie, index) => {
        const angle = (2 * Math.PI * index) / ties.length - Math.PI / 2;
        const near = 1 - 0.42 * Math.sqrt((tie.given + tie.received) / most);
        const x = centre.x + Math.cos(angle) * (centre.x - 34) * near;
        const y = centre.y + Math.sin(angle) * (centre.y - 22) * near;
        const middle = { x: (centre.x + x) / 2, y: (centre.y + y) / 2 };
        return (
          <g key={tie.memberId}>
            <line
              x1={centre.x}
              y1={centre.y}
              x2={middle.x}
              y2={middle.y}
              stroke="var(--q-accent)"
              strokeWidth={width(tie.given)}
            />
            <line x1={middle.x} y1={middle.y} x2={x} y2={y} stroke="#4f46e5" strokeWidth={width(tie.received)} />
            <circle
              cx={x}
              cy={y}
              r="12"
              fill={`hsl(${hueOf(tie.memberId)} 38% 84%)`}
              stroke="var(--q-surface)"
              strokeWidth="2"
            />
            <text
              x={x}
              y={y + 4}
              textAnchor="middle"
              fontSize="11"
              fontWeight="600"
              fill={`hsl(${hueOf(tie.memberId)} 45% 24%)`}
            >
              {[...tie.name][0]}
            </text>
          </g>
        );
      })}
      <circle
        cx={centre.x}
        cy={centre.y}
        r="17"
        fill="var(--q-accent-strong)"
        stroke="var(--q-surface)"
        strokeWidth="3"
      />
      <text x={centre.x} y={centre.y + 5} textAnchor="middle" fontSize="14" fontWeight="600" fill="var(--q-on-accent)">
        {[...portrait.name][0]}
      </text>
    </svg>
  );
}
