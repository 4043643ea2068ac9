import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SeatDetails } from '../../../../../src/modules/identity/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { endSeatSession, endSeatSessions, seatSessionsQuery, teamQuery } from '../../api/team.ts';
import { describeError } from '../../shell/describe-error.ts';
import '../account/account.css';
import { SessionLine } from '../account/session-line.tsx';

/** Where an operator is signed in; an owner ends one session or all. Of who works for others too, all here and unseen. */
export function SeatSessionsDialog({ seat, onClose }: { seat: SeatDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(seatSessionsQuery(seat.operatorId));
  const { end, ending, ended } = useEnding(seat);
  const { name } = seat;
  const none = data?.owned && data.sessions.length === 0;
  return (
    <Modal
      open
      title={t('team.sessions.title', { name })}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t('team.sessions.close')}
        </Button>,
        <Button
          key="all"
          danger
          disabled={!data || none || (!data.owned && ended)}
          loading={ending === 'all'}
          onClick={() => end('all')}
        >
          {t(data?.owned === false ? 'team.sessions.endHere' : 'team.sessions.endAll')}
        </Button>,
      ]}
    >
      <div className="q-form q-dialog">
        {error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={3} height={30} />
        ) : !data.owned ? (
          <Notice kind="info" title={t(ended ? 'team.sessions.endedHere' : 'team.sessions.elsewhere', { name })}>
            {t(ended ? 'team.sessions.endedHereDetail' : 'team.sessions.elsewhereDetail', { name })}
          </Notice>
        ) : none ? (
          <EmptyState title={t('team.sessions.none')}>{t('team.sessions.noneDetail', { name })}</EmptyState>
        ) : (
          <>
            <p className="q-faint">{t('team.sessions.lead')}</p>
            <ul className="q-seats q-sessions">
              {data.sessions.map((session) => (
                <SessionLine key={session.id} session={session}>
                  <Button
                    size="small"
                    type="text"
                    danger
                    loading={ending === session.id}
                    onClick={() => end(session.id)}
                  >
                    {t('account.sessions.end')}
                  </Button>
                </SessionLine>
              ))}
            </ul>
          </>
        )}
      </div>
    </Modal>
  );
}

/** Ends one session by its id, or all of them. */
function useEnding(seat: SeatDetails) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (what: string) =>
      what === 'all' ? endSeatSessions(seat.operatorId) : endSeatSession(seat.operatorId, what),
    onSuccess: async () => {
      void message.success(t('team.sessions.ended'));
      await Promise.all([
        client.invalidateQueries(seatSessionsQuery(seat.operatorId)),
        client.invalidateQueries(teamQuery),
      ]);
    },
    onError: (failure) => void message.error(describeError(failure, t).title),
  });
  return {
    end: end.mutate,
    ending: end.isPending ? end.variables : undefined,
    ended: end.isSuccess && end.variables === 'all',
  };
}
