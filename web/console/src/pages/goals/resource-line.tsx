import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../../../../src/modules/goals/resources.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { spanText } from './zoned-time.ts';

type Props = { resource: Resource; zone: string; mayManage: boolean; onEdit: () => void; onBook: () => void };

/** A resource: who looks after it, whether it is free, and when it is booked next. */
export function ResourceLine({ resource, zone, mayManage, onEdit, onBook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { windows, next, owner, contact, note, archivedAt } = resource;
  return (
    <li className="q-resource">
      <div className="q-resource-text">
        <h3>
          {resource.name} <span className="q-word">{t(`goals.resource.kinds.${resource.kind}`)}</span>{' '}
          <State resource={resource} />
        </h3>
        <p className="q-faint q-goals-line">
          {[
            owner && t('goals.resource.ownedBy', { name: owner }),
            contact,
            windows.length > 0
              ? t('goals.resource.windowsCount', { count: windows.length })
              : t('goals.resource.always'),
            next ? t('goals.resource.next', { when: spanText(format, next, zone) }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {note ? <p className="q-faint">{note}</p> : null}
      </div>
      {mayManage ? (
        <div className="q-goal-actions">
          {archivedAt === null ? (
            <Button size="small" onClick={onBook}>
              {t('goals.resource.book')}
            </Button>
          ) : null}
          <Button type="text" size="small" onClick={onEdit}>
            {t('goals.edit')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function State({ resource: { quantity, free, consumed, bookedNow, archivedAt } }: { resource: Resource }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (archivedAt !== null) return <span className="q-resource-state">{t('goals.resource.archived')}</span>;
  const slots = { free: format.exact(free), quantity: format.exact(quantity) };
  const words =
    quantity !== null
      ? t(consumed ? 'goals.resource.left' : 'goals.resource.free', slots)
      : t(bookedNow ? 'goals.resource.booked' : 'goals.resource.notBooked');
  const taken = quantity === null ? bookedNow : free === 0;
  return <span className={`q-resource-state ${taken ? 'q-resource-taken' : 'q-resource-free'}`}>{words}</span>;
}
