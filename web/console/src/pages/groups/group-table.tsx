import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GroupActivity } from '../../../../../src/modules/insights/groups.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Group } from '../../api/communities.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { GroupActions } from './group-actions.tsx';

type Props = {
  groups: readonly Group[];
  activity: GroupActivity | undefined;
  /** Absent for who may not change groups. */
  onEdit?: (group: Group) => void;
};

/** One row a group. */
export function GroupTable({ groups, activity, onEdit }: Props) {
  const { t } = useTranslation();
  const activityOf = new Map(activity?.groups.map((one) => [one.groupId, one]));
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start q-groups">
        <thead>
          <tr>
            <th scope="col">{t('groups.name')}</th>
            <th scope="col">{t('groups.platform')}</th>
            <th scope="col">{t('groups.purpose')}</th>
            <th scope="col" className="q-number">
              {t('groups.members')}
            </th>
            <th scope="col" className="q-number">
              {t('groups.activity')}
            </th>
            <th scope="col">{t('groups.lastAt')}</th>
            <th scope="col">
              <span className="q-hidden">{t('groups.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow
              key={group.id}
              group={group}
              activity={activityOf.get(group.id)}
              known={activity}
              onEdit={onEdit}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GroupRow(props: {
  group: Group;
  activity: GroupActivity['groups'][number] | undefined;
  known: GroupActivity | undefined;
  onEdit: Props['onEdit'];
}) {
  const { group, activity, known, onEdit } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const count = (value: number | undefined) => (known ? format.count(value ?? 0) : '…');
  const place = [group.venue, group.schedule].filter(Boolean).join(' · ');
  return (
    <tr className={group.archivedAt ? 'q-group-archived' : ''}>
      <th scope="row">
        <Link to="/c/$community/members" params={{ community: community.key }} search={{ group: group.id }}>
          {group.name || t('group.none')}
        </Link>
        {group.awaited ? (
          <span className="q-word" title={t('groups.awaitedHint')}>
            {t('groups.awaited')}
          </span>
        ) : null}
        {group.archivedAt ? <span className="q-word">{t('groups.archived')}</span> : null}
        {place ? <small>{place}</small> : null}
        {group.sourceName && group.sourceName !== group.name ? <small>{group.sourceName}</small> : null}
      </th>
      <td title={group.externalId || undefined}>{t(`platform.${group.platform}`, { defaultValue: group.platform })}</td>
      <td>
        {group.purpose ? (
          t(`groups.purposes.${group.purpose}`)
        ) : (
          <span className="q-faint">{t('groups.noPurpose')}</span>
        )}
        {group.answerHours === null ? null : <small>{t('groups.answerWithin', { hours: group.answerHours })}</small>}
      </td>
      <td className="q-number">{count(activity?.members)}</td>
      <td className="q-number">{count(activity?.contributions28)}</td>
      <td title={activity?.lastAt ? format.instant(activity.lastAt) : undefined}>
        {activity?.lastAt ? (
          format.relative(activity.lastAt)
        ) : known ? (
          <span className="q-faint">{t('groups.never')}</span>
        ) : (
          '…'
        )}
      </td>
      <td className="q-group-actions">
        <GroupActions group={group} onEdit={onEdit} />
      </td>
    </tr>
  );
}
