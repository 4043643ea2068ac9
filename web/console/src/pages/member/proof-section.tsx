import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { issueProofCode, proofCodesQuery } from '../../api/reactions.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** A code with which a member proves that another account is theirs, and what codes proved before. */
export function ProofSection({ communityId, memberId }: { communityId: string; memberId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const query = proofCodesQuery(communityId, memberId);
  const { data } = useQuery({ ...query, refetchInterval: 15_000 });
  const issue = useMutation({
    mutationFn: () => issueProofCode(communityId, memberId),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  const now = Date.now();
  const shown = (data?.codes ?? []).filter(({ provenAt, expiresAt }) => provenAt || Date.parse(expiresAt) > now);
  return (
    <details className="q-proof">
      <summary>{t('proof.title')}</summary>
      <p className="q-faint">{t('proof.lead')}</p>
      <ErrorNotice error={issue.error} />
      {issue.data ? (
        <div className="q-proof-code" role="status">
          <Typography.Text copyable strong>
            {issue.data.code}
          </Typography.Text>
          <small className="q-faint">
            {t('proof.until', { when: format.instant(issue.data.expiresAt).slice(11) })}
          </small>
        </div>
      ) : null}
      <Button size="small" loading={issue.isPending} onClick={() => issue.mutate()}>
        {t(issue.data ? 'proof.again' : 'proof.issue')}
      </Button>
      <ul>
        {shown.map(({ id, account, provenAt, expiresAt, merged }) => (
          <li key={id}>
            <small className="q-faint">
              {account && provenAt
                ? `${t('proof.proven', { when: format.relative(provenAt), platform: account.platform, name: account.name || account.externalId })}${merged ? t('proof.merged') : ''}`
                : t('proof.waiting', { when: format.instant(expiresAt).slice(11) })}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
