import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReactionRule } from '../../../../../src/modules/reactions/contract.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { groupsQuery } from '../../api/communities.ts';
import { runsQuery } from '../../api/reactions.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** What a rule made of events lately: whom it answered, and why not. */
export function RunsDialog({ rule, onClose }: { rule: ReactionRule; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(runsQuery(community.id, rule.id));
  const { data: groups } = useQuery(groupsQuery(community.id));
  const nameOf = (id: string | null) =>
    id === null ? t('reactions.runs.alone') : (groups?.find((group) => group.id === id)?.name ?? '…');
  return (
    <Modal open width={640} title={t('reactions.runs.title', { name: rule.name })} footer={null} onCancel={onClose}>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={5} height={20} />
      ) : data.runs.length === 0 ? (
        <p className="q-faint">{t('reactions.runs.none')}</p>
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-table-start">
            <thead>
              <tr>
                <th>{t('reactions.runs.member')}</th>
                <th>{t('reactions.runs.group')}</th>
                <th>{t('reactions.runs.when')}</th>
                <th>{t('reactions.runs.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {data.runs.map((run) => (
                <tr key={run.eventId}>
                  <td>
                    <Link
                      to="/c/$community/members/$member"
                      params={{ community: community.key, member: run.memberId }}
                    >
                      {run.name || '…'}
                    </Link>
                  </td>
                  <td>{nameOf(run.groupId)}</td>
                  <td title={format.instant(run.happenedAt)}>{format.relative(run.happenedAt)}</td>
                  <td>{t(`reactions.outcomes.${run.outcome}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Modal>
  );
}
