import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import type { ListedSegment } from '../../api/segments.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Segments as a table: size, what changed within seven days, tag, when computed. */
export function SegmentsTable({ segments }: { segments: readonly ListedSegment[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...segments.map(({ members }) => members));
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('segments.title')}>
      <table className="q-table q-segments-table">
        <thead>
          <tr>
            <th scope="col">{t('segments.column.name')}</th>
            <th scope="col">{t('segments.column.size')}</th>
            <th scope="col">{t('segments.column.week')}</th>
            <th scope="col">{t('segments.column.kind')}</th>
            <th scope="col">{t('segments.column.tag')}</th>
            <th scope="col">{t('segments.column.computed')}</th>
          </tr>
        </thead>
        <tbody>
          {segments.map((segment) => (
            <SegmentRow key={segment.id} segment={segment} most={most} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SegmentRow({ segment, most }: { segment: ListedSegment; most: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const known = segment.computedAt !== null;
  return (
    <tr>
      <th scope="row">
        <Link to="/c/$community/segments/$segment" params={{ community: community.key, segment: segment.id }}>
          {segment.name}
        </Link>
        {segment.archived ? <span className="q-word">{t('segments.archived')}</span> : null}
        {segment.fault ? <span className="q-word q-warn">{t('segments.fault')}</span> : null}
        {segment.description ? <small className="q-faint">{segment.description}</small> : null}
      </th>
      <td>
        {known ? (
          <span className="q-segment-size">
            <strong>{format.exact(segment.members)}</strong>
            <span className="q-score" aria-hidden>
              <span style={{ width: `${(segment.members / most) * 100}%`, background: 'var(--q-accent)' }} />
            </span>
          </span>
        ) : (
          '—'
        )}
      </td>
      <td>
        <WeekChange segment={segment} />
      </td>
      <td>{t(`segments.kind.${segment.kind}`)}</td>
      <td>{segment.tag ? <span className="q-word">{segment.tag}</span> : '—'}</td>
      <td>
        {segment.computedAt ? (
          <span title={format.instant(segment.computedAt)}>{format.relative(segment.computedAt)}</span>
        ) : (
          <span className="q-faint">{t('segments.notComputed')}</span>
        )}
      </td>
    </tr>
  );
}

/** Who came and who went, and which way that leaves it. */
export function WeekChange({ segment }: { segment: Pick<ListedSegment, 'entered7' | 'left7'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { entered7, left7 } = segment;
  if (entered7 === 0 && left7 === 0) return <span className="q-faint">{t('segments.noChange')}</span>;
  const change = entered7 - left7;
  return (
    <span className="q-segment-week">
      <span className={change > 0 ? 'q-up' : change < 0 ? 'q-down' : ''}>
        {change > 0 ? '▲ +' : change < 0 ? '▼ −' : '± '}
        {format.exact(Math.abs(change))}
      </span>
      <small className="q-faint">
        {t('segments.entered', { shown: format.exact(entered7) })} ·{' '}
        {t('segments.left', { shown: format.exact(left7) })}
      </small>
    </span>
  );
}
