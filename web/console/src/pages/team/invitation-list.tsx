import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '../../../../../src/modules/identity/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { revokeInvitation, teamQuery } from '../../api/team.ts';
import { describeError } from '../../shell/describe-error.ts';

/** Invitations that wait for an answer. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: revokeInvitation,
    onSuccess: () => client.invalidateQueries(teamQuery),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <ul className="q-seats q-invitations">
      {invitations.map((invitation) => (
        <li key={invitation.id}>
          <div className="q-seat-who">
            <strong>{invitation.email}</strong>
            <span className="q-faint">
              {t(`role.${invitation.role}`)}
              {invitation.invitedBy ? ` · ${t('team.invitedBy', { name: invitation.invitedBy })}` : null}
            </span>
          </div>
          <span className="q-faint q-seat-facts" title={format.instant(invitation.expiresAt)}>
            {t('team.expires', { when: format.relative(invitation.expiresAt) })}
          </span>
          <Button
            size="small"
            type="text"
            danger
            loading={revoke.isPending && revoke.variables === invitation.id}
            onClick={() => revoke.mutate(invitation.id)}
          >
            {t('team.takeBack')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
